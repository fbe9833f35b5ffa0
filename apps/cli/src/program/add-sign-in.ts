import type { Command } from 'commander'
import type { ClearOptions } from '../commands/clear.ts'
import type { LoginOptions } from '../commands/login.ts'
import { type StatusOptions, status } from '../commands/status.ts'
import { modes, states } from '../status/states.ts'
import type { World } from '../world.ts'
import { helpItems } from './help-item.ts'
import { examples, examplesHelp, statusExitCodesHelp } from './help-text.ts'
import {
  accountOption,
  addCommand,
  addCommonOptions,
  addSetOption,
  addSignInOptions,
  transportOption,
} from './options.ts'

export function addLogin(program: Command, world: World): void {
  const command = addCommand(program, 'login', 'Sign in and out', world)
    .summary('sign in to a server with a browser')
    .description('Signs in to a server with a browser, unless a usable sign-in is stored already.')
    .argument('<server>', 'name or URL of the server')
    .addOption(transportOption())
  addCommonOptions(addSignInOptions(command))
    .addHelpText('after', examplesHelp(examples.login, world))
    .addHelpText('after', clientSecretHelp)
    .action(async (target: string, options: LoginOptions) => {
      const { login } = await import('../commands/login.ts')
      await login(target, options, world)
    })
}

const clientSecretHelp = `
The secret of --client-id is taken from FAST_AGENT_AUTH_CLIENT_SECRET.`

export function addStatus(program: Command, world: World): void {
  addCommonOptions(
    addCommand(program, 'status', 'Sign in and out', world)
      .alias('check')
      .summary('show stores, configured servers and sign-ins')
      .description('Shows where sign-ins are kept, the configured servers, and sign-ins that none of them uses.')
      .argument('[server]', 'name or URL of one server'),
  )
    .addHelpText('after', examplesHelp(examples.status, world))
    .addHelpText('after', () => helpItems('States', states, world.stdout.columns || 80))
    .addHelpText('after', () => helpItems('Modes', modes, world.stdout.columns || 80))
    .addHelpText('after', statusExitCodesHelp)
    .action(async (target: string | undefined, options: StatusOptions) => {
      await status(target, options, world)
    })
}

export function addClear(program: Command, world: World): void {
  addCommonOptions(
    addSetOption(addCommand(program, 'clear', 'Sign in and out', world))
      .alias('logout')
      .summary('sign out: revoke the tokens and delete them')
      .description('Signs out: revokes the tokens at the authorization server, and deletes them here.')
      .argument('[server]', 'name or URL of the server')
      .option('--identity <url>', 'clear all at this base URL, with or without /mcp or /sse')
      .option('--all', 'clear all sign-ins')
      .addOption(accountOption())
      .option('-y, --yes', 'clear without asking'),
  )
    .addHelpText('after', examplesHelp(examples.clear, world))
    .action(async (target: string | undefined, options: ClearOptions) => {
      const { clear } = await import('../commands/clear.ts')
      await clear(target, options, world)
    })
}
