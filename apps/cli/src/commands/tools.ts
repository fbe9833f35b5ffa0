import type { TokenStore } from '@fast-agent-auth/token-store'
import type { Tool } from '@modelcontextprotocol/client'
import { type AuthEvent, createAuth } from 'fast-agent-auth'
import { announceWait } from '../announce-wait.ts'
import { CliError, exitCodes } from '../cli-error.ts'
import { commandLine } from '../command-line.ts'
import { describeEvent } from '../describe-event.ts'
import { hasCode } from '../has-code.ts'
import { listTools } from '../list-tools.ts'
import { printable } from '../printable.ts'
import { createPrinter, type Printer } from '../printer.ts'
import { readStatuses } from '../read-statuses.ts'
import type { StoreKind } from '../select-store.ts'
import { describeServerFailure } from '../server-failure.ts'
import type { World } from '../world.ts'

export interface ToolsOptions {
  readonly store: StoreKind
  readonly account?: string | undefined
}

/** Lists the tools of a server, with the tokens that are stored. Never opens a browser. */
export async function tools(serverUrl: string, options: ToolsOptions, world: World): Promise<void> {
  const { env, signal, version } = world
  const out = createPrinter(world.stdout, env)
  const err = createPrinter(world.stderr, env)
  const { open } = await world.selectStore(options.store)
  let refused: unknown
  const onEvent = (event: AuthEvent): void => {
    // Over SSE the SDK knows no more than a status.
    if (event.type === 'connection_refused') refused = event.error
    const note = describeEvent(event)
    if (note !== undefined) err.sentence(note, { text: 'note:', paint: err.style.warning })
  }
  const store = await open()
  const { fetch } = createAuth(serverUrl, { account: options.account, store, onEvent })
  try {
    const listed = listTools(new URL(serverUrl), { fetch, version, signal })
    printTools(serverUrl, await announceWait(`Waiting for ${serverUrl}.`, listed, world), out)
  } catch (error) {
    const failure = refused ?? describeServerFailure(error, serverUrl)
    if (!hasCode(failure, 'login_required')) throw failure
    const subject = { ...options, serverUrl }
    const others = await otherAccounts(serverUrl, store, world.now())
    const commands = [
      ...others.map((account) => commandLine('tools', { ...subject, account })),
      commandLine('login', subject),
    ]
    throw new CliError(exitCodes.signIn, failure.message, { commands })
  }
}

/** Whose sign-ins at this server can be used instead of one that was refused, which is no longer usable. */
async function otherAccounts(
  serverUrl: string,
  store: TokenStore,
  now: number,
): Promise<readonly (string | undefined)[]> {
  const statuses = await readStatuses(store, serverUrl, now)
  return statuses.filter(({ state }) => state === 'ready' || state === 'refreshable').map(({ account }) => account)
}

function printTools(serverUrl: string, tools: readonly Tool[], { line, style, width }: Printer): void {
  const count = tools.length === 1 ? '1 tool' : `${tools.length} tools`
  line(`${serverUrl} has ${tools.length === 0 ? 'no tools.' : `${count}:`}`)
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
