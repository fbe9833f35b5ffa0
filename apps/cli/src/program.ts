import { Command, Option } from 'commander'
import { parseAccount, parsePort, parseServerUrl, parseTimeout } from './arguments.ts'
import type { ClearOptions } from './commands/clear.ts'
import type { LoginOptions } from './commands/login.ts'
import type { StatusOptions } from './commands/status.ts'
import type { ToolsOptions } from './commands/tools.ts'
import { examples, examplesHelp, exitCodesHelp } from './help-text.ts'
import { storeKinds } from './select-store.ts'
import type { World } from './world.ts'

/** The commands and their options. What a command needs is loaded when it runs, so that `--help` is quick. */
export function createProgram(world: World): Command {
  const program = new Command('fast-agent-auth')
    .description('Signs in to MCP servers with OAuth, and shows, uses and ends these sign-ins.')
    .version(world.version, '--version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      writeErr: (text) => world.stderr.write(text),
      getOutHelpWidth: () => world.stdout.columns ?? 80,
      getErrHelpWidth: () => world.stderr.columns ?? 80,
    })
    .showHelpAfterError('hint: fast-agent-auth --help')
    .addHelpText('after', examplesHelp(Object.values(examples).map(([first]) => first)))
    .addHelpText('afterAll', exitCodesHelp)
  addLogin(program, world)
  addStatus(program, world)
  addClear(program, world)
  addTools(program, world)
  return program
}

function addLogin(program: Command, world: World): void {
  program
    .command('login')
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
  program
    .command('status')
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
  program
    .command('clear')
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
  program
    .command('tools')
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

function timeoutOption(): Option {
  const option = new Option('--timeout <seconds>', 'how long to wait for the browser')
  return option.argParser(parseTimeout).default(300_000, '300')
}

function storeOption(): Option {
  return new Option('--store <where>', 'where sign-ins are kept').choices(storeKinds).default('keyring')
}

function accountOption(): Option {
  return new Option('--account <name>', 'whose sign-in, where there are several').argParser(parseAccount)
}
