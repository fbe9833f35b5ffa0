import type { Tool } from '@modelcontextprotocol/client'
import { shownTarget } from '../servers/server-name.ts'
import { type UseServerOptions, useServer } from '../sign-in/use-server.ts'
import { printable } from '../terminal/printable.ts'
import { createPrinter, type Printer } from '../terminal/printer.ts'
import { writeJson } from '../terminal/write-json.ts'
import type { World } from '../world.ts'

/** Lists the tools of a server. */
export async function tools(target: string, options: UseServerOptions, world: World): Promise<void> {
  const { tools } = await useServer(target, options, world, (client, limits) => client.listTools(undefined, limits))
  if (options.json) writeJson({ server: shownTarget(target), tools }, world.stdout, { ...world, indent: 2 })
  else printTools(target, tools, createPrinter(world.stdout, world.env))
}

function printTools(target: string, tools: readonly Tool[], { line, style, width }: Printer): void {
  const count = tools.length === 1 ? '1 tool' : `${tools.length} tools`
  line(`${printable(shownTarget(target))} has ${tools.length === 0 ? 'no tools.' : `${count}:`}`)
  const rows = tools.map(({ name, description }) => ({
    name: printable(name),
    description: printable(description?.trim().split(/\r?\n/, 1)[0] ?? ''),
  }))
  const longest = Math.max(0, ...rows.map(({ name }) => name.length))
  for (const { name, description } of rows) {
    const room = Math.max(20, width - longest - 4)
    const short = description.length > room ? `${description.slice(0, room - 1)}…` : description
    line(`  ${style.bold(name)}${' '.repeat(longest - name.length)}  ${short}`.trimEnd())
  }
}
