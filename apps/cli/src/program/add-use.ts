import { type Command, Option } from 'commander'
import type { TokenOptions } from '../commands/token.ts'
import type { UseServerOptions } from '../sign-in/use-server.ts'
import type { World } from '../world.ts'
import { examples, examplesHelp } from './help-text.ts'
import { accountOption, addCommand, addCommonOptions, addSetOption, transportOption } from './options.ts'

export function addToken(program: Command, world: World): void {
  addCommonOptions(
    addSetOption(addCommand(program, 'token', 'Use a server', world))
      .summary('print an access token, refreshed if needed')
      .description('Prints an access token for other programs, refreshed if needed. Never asks a person.')
      .argument('<server>', 'name or URL of the server')
      .addOption(accountOption())
      .option('--show', 'print the token even if the output is a terminal')
      .addOption(new Option('--header', 'print it as a request header, for curl -H @-').conflicts('json')),
  )
    .addHelpText('after', examplesHelp(examples.token, world))
    .action(async (target: string, options: TokenOptions) => {
      const { token } = await import('../commands/token.ts')
      await token(target, options, world)
    })
}

/** Adds a command that uses a server as an agent does, and signs in if the server asks for it. */
function addUse(program: Command, name: string, world: World): Command {
  return addCommonOptions(
    addSetOption(addCommand(program, name, 'Use a server', world))
      .addOption(transportOption())
      .addOption(accountOption())
      .option('--no-browser', 'only show the link, if a sign-in is needed'),
  )
}

export function addTools(program: Command, world: World): void {
  addUse(program, 'tools', world)
    .summary('list the tools of a server')
    .description('Lists the tools of a server, and signs in if the server asks for it.')
    .argument('<server>', 'name or URL of the server')
    .addHelpText('after', examplesHelp(examples.tools, world))
    .action(async (target: string, options: UseServerOptions) => {
      const { tools } = await import('../commands/tools.ts')
      await tools(target, options, world)
    })
}

export function addCall(program: Command, world: World): void {
  addUse(program, 'call', world)
    .summary('call a tool of a server')
    .description('Calls a tool of a server, and signs in if the server asks for it.')
    .argument('<server>', 'name or URL of the server')
    .argument('<tool>', 'name of the tool')
    .argument('[json]', 'arguments of the tool, a JSON object; - reads stdin')
    .addHelpText('after', examplesHelp(examples.call, world))
    .action(async (target: string, tool: string, json: string | undefined, options: UseServerOptions) => {
      const { call } = await import('../commands/call.ts')
      await call(target, tool, json, options, world)
    })
}
