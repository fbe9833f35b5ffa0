import { Command, Option } from 'commander'
import { addCimd } from './add-cimd.ts'
import { withoutAuth } from './command-line.ts'
import type { ClearOptions } from './commands/clear.ts'
import type { LoginOptions } from './commands/login.ts'
import { type StatusOptions, status } from './commands/status.ts'
import type { TokenOptions } from './commands/token.ts'
import { helpItem, helpItems } from './help-item.ts'
import { examples, examplesHelp, exitCodesHelp, modes, moreHelp, serverHelp, states } from './help-text.ts'
import { accountOption, addCommonOptions, addSignInOptions, transportOption } from './options.ts'
import { createPrinter } from './printer.ts'
import type { UseServerOptions } from './use-server.ts'
import type { Terminal, World } from './world.ts'
import { wrapLines } from './wrap.ts'

/** The commands and their options. What a command needs is loaded when it runs, so that `--help` and `status` are quick. */
export function createProgram(world: World, errors: Terminal = world.stderr): Command {
  const program = new Command('fast-agent-auth')
    .description('Signs in to MCP servers with OAuth, and shows, uses and ends these sign-ins.')
    .version(world.version, '--version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)

    .configureHelp({
      subcommandTerm: termOf,
      optionDescription: ({ description }) => description,
      formatItem: (term, termWidth, description, { helpWidth }) =>
        helpItem(term, termWidth, description, helpWidth ?? 80),
    })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => world.stdout.write(fitting(text, world.stdout)),
      writeErr: (text) => errors.write(fitting(text, errors)),
      getOutHelpWidth: () => world.stdout.columns ?? 80,
      getErrHelpWidth: () => world.stderr.columns ?? 80,
      outputError: (text) => printError(text, { stderr: errors, env: world.env }),
    })
    .showHelpAfterError('hint: fast-agent-auth --help')
    .addHelpText('after', serverHelp)
    .addHelpText('after', examplesHelp(Object.values(examples).map(([first]) => first)))
    .addHelpText('after', exitCodesHelp)
    .addHelpText('after', moreHelp)
  for (const add of addersFor(world.argv)) add(program, world)
  return program
}

type Add = (program: Command, world: World) => void

/** Each command by its names, in the order in which the help shows them. */
const adders: ReadonlyMap<string, Add> = new Map([
  ['login', addLogin],
  ['status', addStatus],
  ['clear', addClear],
  ['logout', addClear],
  ['token', addToken],
  ['tools', addTools],
  ['call', addCall],
  ['cimd', addCimd],
  ['help', addHelp],
])

/** The command that is asked for alone, which starts sooner; all where help or an advice may name the others. */
function addersFor(argv: readonly string[]): Iterable<Add> {
  const [name = ''] = withoutAuth(argv)
  const only = name === 'help' ? undefined : adders.get(name)
  return only ? [only] : new Set(adders.values())
}

/** `clear|logout [server]`: that a command has options is said in its own help. */
function termOf(command: Command): string {
  const names = [command.name(), ...command.aliases()].join('|')
  const words = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? '...' : ''}`
    return argument.required ? `<${name}>` : `[${name}]`
  })
  return [names, ...words].join(' ')
}

/** The library leaves lines alone on a narrow terminal, which would break them anywhere. */
function fitting(text: string, { isTTY, columns }: Terminal): string {
  return isTTY ? wrapLines(text, columns ?? 80) : text
}

/** Each line by itself: the second one may name what was meant. */
function printError(text: string, { stderr, env }: Pick<World, 'stderr' | 'env'>): void {
  const out = createPrinter(stderr, env)
  for (const line of text.trimEnd().split('\n')) out.sentence(line)
}

type Group = 'Sign in and out' | 'Use a server' | 'More'

/** A command whose wrong use points to its own help. */
function addCommand(program: Command, name: string, group: Group): Command {
  return program.command(name).helpGroup(`${group}:`).showHelpAfterError(`hint: fast-agent-auth help ${name}`)
}

function addHelp(program: Command): void {
  addCommand(program, 'help', 'More')
    .summary('show the help of a command')
    .description('Shows the help of a command.')
    .argument('[command...]')
    .action((names: readonly string[]) => {
      const found = names.reduce<Command | undefined>(
        (group, name) => group?.commands.find((each) => each.name() === name || each.alias() === name),
        program,
      )
      return found ? found.help() : program.error(`error: unknown command '${names.join(' ')}'`)
    })
}

function addLogin(program: Command, world: World): void {
  const command = addCommand(program, 'login', 'Sign in and out')
    .summary('sign in to a server with a browser')
    .description('Signs in to a server with a browser, unless a usable sign-in is stored already.')
    .argument('<server>', 'name or URL of the server')
    .addOption(transportOption())
  addCommonOptions(addSignInOptions(command))
    .addHelpText('after', examplesHelp(examples.login))
    .addHelpText('after', clientSecretHelp)
    .action(async (target: string, options: LoginOptions) => {
      const { login } = await import('./commands/login.ts')
      await login(target, options, world)
    })
}

const clientSecretHelp = `
The secret of --client-id is taken from FAST_AGENT_AUTH_CLIENT_SECRET.`

function addStatus(program: Command, world: World): void {
  addCommonOptions(
    addCommand(program, 'status', 'Sign in and out')
      .summary('show stores, configured servers and sign-ins')
      .description('Shows where sign-ins are kept, the configured servers, and sign-ins that none of them uses.')
      .argument('[server]', 'only this one: name or URL'),
  )
    .addHelpText('after', examplesHelp(examples.status))
    .addHelpText('after', () => helpItems('States', states, world.stdout.columns ?? 80))
    .addHelpText('after', () => helpItems('Modes', modes, world.stdout.columns ?? 80))
    .action(async (target: string | undefined, options: StatusOptions) => {
      await status(target, options, world)
    })
}

function addClear(program: Command, world: World): void {
  addCommonOptions(
    addCommand(program, 'clear', 'Sign in and out')
      .alias('logout')
      .summary('sign out: revoke the tokens and delete them')
      .description('Signs out: revokes the tokens at the authorization server, and deletes them here.')
      .argument('[server]', 'name or URL of the server')
      .option('--identity <url>', 'all at this base URL, with or without /mcp or /sse')
      .option('--all', 'all there are')
      .addOption(accountOption())
      .option('-y, --yes', 'do not ask'),
  )
    .addHelpText('after', examplesHelp(examples.clear))
    .action(async (target: string | undefined, options: ClearOptions) => {
      const { clear } = await import('./commands/clear.ts')
      await clear(target, options, world)
    })
}

function addToken(program: Command, world: World): void {
  addCommonOptions(
    addCommand(program, 'token', 'Use a server')
      .summary('print an access token, refreshed where needed')
      .description('Prints an access token for other programs, refreshed where needed. Asks nobody.')
      .argument('<server>', 'name or URL of the server')
      .addOption(accountOption())
      .option('--show', 'although it goes to a terminal')
      .addOption(new Option('--header', 'as the line of a request, for curl -H @-').conflicts('json')),
  )
    .addHelpText('after', examplesHelp(examples.token))
    .action(async (target: string, options: TokenOptions) => {
      const { token } = await import('./commands/token.ts')
      await token(target, options, world)
    })
}

/** What uses a server like an agent does, and signs in where the server asks for it. */
function addUse(program: Command, name: string): Command {
  return addCommonOptions(
    addCommand(program, name, 'Use a server')
      .addOption(transportOption())
      .addOption(accountOption())
      .option('--no-browser', 'only show the link, if a sign-in is needed'),
  )
}

function addTools(program: Command, world: World): void {
  addUse(program, 'tools')
    .summary('list the tools of a server')
    .description('Lists the tools of a server, and signs in where the server asks for it.')
    .argument('<server>', 'name or URL of the server')
    .addHelpText('after', examplesHelp(examples.tools))
    .action(async (target: string, options: UseServerOptions) => {
      const { tools } = await import('./commands/tools.ts')
      await tools(target, options, world)
    })
}

function addCall(program: Command, world: World): void {
  addUse(program, 'call')
    .summary('call a tool of a server')
    .description('Calls a tool of a server, and signs in where the server asks for it.')
    .argument('<server>', 'name or URL of the server')
    .argument('<tool>', 'its name')
    .argument('[json]', 'its arguments, an object; - reads them from standard input')
    .addHelpText('after', examplesHelp(examples.call))
    .action(async (target: string, tool: string, json: string | undefined, options: UseServerOptions) => {
      const { call } = await import('./commands/call.ts')
      await call(target, tool, json, options, world)
    })
}
