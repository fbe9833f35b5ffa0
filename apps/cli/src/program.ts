import { Command } from 'commander'
import { addCimd } from './add-cimd.ts'
import { parsePort, parseServerUrl } from './arguments.ts'
import type { ClearOptions } from './commands/clear.ts'
import type { LoginOptions } from './commands/login.ts'
import type { StatusOptions } from './commands/status.ts'
import type { ToolsOptions } from './commands/tools.ts'
import { examples, examplesHelp, exitCodesHelp } from './help-text.ts'
import { accountOption, storeOption, timeoutOption } from './options.ts'
import { createPrinter } from './printer.ts'
import type { World } from './world.ts'

/** The commands and their options. What a command needs is loaded when it runs, so that `--help` is quick. */
export function createProgram(world: World): Command {
  const program = new Command('fast-agent-auth')
    .description('Signs in to MCP servers with OAuth, and shows, uses and ends these sign-ins.')
    .version(world.version, '--version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      writeErr: (text) => world.stderr.write(text),
      getOutHelpWidth: () => world.stdout.columns ?? 80,
      getErrHelpWidth: () => world.stderr.columns ?? 80,
      outputError: (text) => printError(text, world),
    })
    .showHelpAfterError('hint: fast-agent-auth --help')
    .addHelpText('after', examplesHelp(Object.values(examples).map(([first]) => first)))
    .addHelpText('after', exitCodesHelp)
  addLogin(program, world)
  addStatus(program, world)
  addClear(program, world)
  addTools(program, world)
  addCimd(program, world)
  addHelp(program)
  return program
}

/** Each line by itself: the second one may name what was meant. */
function printError(text: string, { stderr, env }: World): void {
  const out = createPrinter(stderr, env)
  for (const line of text.trimEnd().split('\n')) out.sentence(line)
}

/** A command whose wrong use points to its own help. */
function addCommand(program: Command, name: string): Command {
  return program.command(name).showHelpAfterError(`hint: fast-agent-auth help ${name}`)
}

function addHelp(program: Command): void {
  program
    .command('help')
    .description('show the help of a command')
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
  addCommand(program, 'login')
    .description('sign in to a server with a browser')
    .argument('<url>', 'URL of the MCP server', parseServerUrl)
    .addOption(storeOption())
    .option('--scope <scope>', 'ask for this scope, and no other')
    .addOption(accountOption())
    .addOption(timeoutOption())
    .option('--no-browser', 'only show the link')
    .option('--force', 'sign in although a usable token is stored')
    .option('--redirect-port <port>', 'port that the browser comes back to (default: 3030, or a free one)', parsePort)
    .addHelpText('after', examplesHelp(examples.login))
    .action(async (url: string, options: LoginOptions) => {
      const { login } = await import('./commands/login.ts')
      await login(url, options, world)
    })
}

function addStatus(program: Command, world: World): void {
  addCommand(program, 'status')
    .description('show the sign-ins that are stored')
    .argument('[url]', 'only those at this MCP server', parseServerUrl)
    .addOption(storeOption())
    .addHelpText('after', examplesHelp(examples.status))
    .action(async (url: string | undefined, options: StatusOptions) => {
      const { status } = await import('./commands/status.ts')
      await status(url, options, world)
    })
}

function addClear(program: Command, world: World): void {
  addCommand(program, 'clear')
    .alias('logout')
    .description('sign out: revoke tokens at the server, and delete them')
    .argument('[url]', 'URL of the MCP server', parseServerUrl)
    .option('--all', 'sign out of every server')
    .addOption(accountOption())
    .option('-y, --yes', 'do not ask')
    .addOption(storeOption())
    .addHelpText('after', examplesHelp(examples.clear))
    .action(async (url: string | undefined, options: ClearOptions) => {
      const { clear } = await import('./commands/clear.ts')
      await clear(url, options, world)
    })
}

function addTools(program: Command, world: World): void {
  addCommand(program, 'tools')
    .description('list the tools of a server')
    .argument('<url>', 'URL of the MCP server; by SSE where its path ends in /sse', parseServerUrl)
    .addOption(accountOption())
    .addOption(storeOption())
    .addHelpText('after', examplesHelp(examples.tools))
    .action(async (url: string, options: ToolsOptions) => {
      const { tools } = await import('./commands/tools.ts')
      await tools(url, options, world)
    })
}
