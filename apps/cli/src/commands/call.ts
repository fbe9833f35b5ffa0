import type { CallToolResult } from '@modelcontextprotocol/client'
import { CliError, exitCodes } from '../errors/cli-error.ts'
import { type UseServerOptions, useServer } from '../sign-in/use-server.ts'
import { printableLines } from '../terminal/printable.ts'
import { writeJson } from '../terminal/write-json.ts'
import type { World } from '../world.ts'
import { isRefusedCall, type UsedServer, unknownTool } from './unknown-tool.ts'

/** Calls a tool of a server, and shows its result. */
export async function call(
  target: string,
  tool: string,
  text: string | undefined,
  options: UseServerOptions,
  world: World,
): Promise<void> {
  // The arguments are checked first, since a typing error must not make a person sign in.
  const parameters = parseArguments(text === '-' ? await world.stdin.readAll(world.signal) : (text ?? '{}'))
  const { stdout } = world
  const request = { name: tool, arguments: parameters }
  const subject = { ...options, target }
  const result = await useServer(target, options, world, (client, limits) =>
    callTool(request, { client, limits, subject }, world),
  )
  if (options.json) writeJson(result, stdout, { ...world, indent: 2 })
  else for (const block of result.content) stdout.write(`${describe(block)}\n`)
  if (result.isError) throw new CliError(exitCodes.failed, `The tool ${tool} failed.`, { code: 'tool_failed' })
}

/** The result of a tool, which may say that the tool failed. @throws CliError `unknown_tool` */
async function callTool(
  request: { readonly name: string; readonly arguments: Record<string, unknown> },
  server: UsedServer,
  world: World,
): Promise<CallToolResult> {
  const answer = server.client.callTool(request, server.limits)
  const result = await answer.catch(async (error: unknown) => {
    const unknown = isRefusedCall(error) ? await unknownTool(request.name, server, world) : undefined
    throw unknown ?? error
  })
  const unknown = result.isError ? await unknownTool(request.name, server, world) : undefined
  if (unknown) throw unknown
  return result
}

function parseArguments(text: string): Record<string, unknown> {
  const hint = `Write them like '{"text": "hello"}', or - to read them from standard input.`
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new CliError(exitCodes.usage, 'The arguments of the tool are not JSON.', { hint })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CliError(exitCodes.usage, 'The arguments of the tool must be a JSON object.', { hint })
  }
  return Object.fromEntries(Object.entries(value))
}

function describe(block: CallToolResult['content'][number]): string {
  if (block.type === 'text') return printableLines(block.text)
  return `(${block.type}; --json shows it)`
}
