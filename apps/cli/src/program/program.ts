import { Command } from 'commander'
import { withoutAliases } from '../errors/without-aliases.ts'
import { createPrinter } from '../terminal/printer.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { wrapLines } from '../terminal/wrap.ts'
import type { World } from '../world.ts'
import { addCimd } from './add-cimd.ts'
import { addClear, addLogin, addStatus } from './add-sign-in.ts'
import { addCall, addToken, addTools } from './add-use.ts'
import { helpItem } from './help-item.ts'
import { examples, examplesHelp, exitCodesHelp, moreHelp, serverHelp } from './help-text.ts'
import { addCommand } from './options.ts'

/**
 * The commands and their options. A command loads its modules when it runs, so that `--help` and `status` are quick.
 */
export function createProgram(world: World, errorOutput: Terminal = world.stderr): Command {
  const program = new Command(world.invocation)
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
      writeOut: (text) => world.stdout.write(wrapToFit(text, world.stdout)),
      writeErr: (text) => errorOutput.write(wrapToFit(text, errorOutput)),
      getOutHelpWidth: () => world.stdout.columns || 80,
      getErrHelpWidth: () => world.stderr.columns || 80,
      outputError: (text) => printError(text, { stderr: errorOutput, env: world.env }),
    })
    .showHelpAfterError(`hint: ${world.invocation} --help`)
    .addHelpText('after', serverHelp)
    .addHelpText(
      'after',
      examplesHelp(
        Object.values(examples).map(([first]) => first),
        world,
      ),
    )
    .addHelpText('after', exitCodesHelp)
    .addHelpText('after', moreHelp(world))
  for (const add of addersFor(world.argv)) add(program, world)
  return program
}

type AddCommand = (program: Command, world: World) => void

/** The function that adds each command, by command name, in the order of the help. */
const adders: ReadonlyMap<string, AddCommand> = new Map([
  ['login', addLogin],
  ['status', addStatus],
  ['check', addStatus],
  ['clear', addClear],
  ['logout', addClear],
  ['token', addToken],
  ['tools', addTools],
  ['call', addCall],
  ['cimd', addCimd],
  ['help', addHelp],
])

/**
 * The functions to call: only the one for the command that is run, so that it starts sooner, or all of them if the help or
 * a suggestion may name other commands.
 */
function addersFor(argv: readonly string[]): Iterable<AddCommand> {
  const [name = ''] = withoutAliases(argv)
  const only = name === 'help' ? undefined : adders.get(name)
  return only ? [only] : new Set(adders.values())
}

/** The name of a command in the list: `clear|logout [server]`. Its options are in its own help. */
function termOf(command: Command): string {
  const names = [command.name(), ...command.aliases()].join('|')
  const words = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? '...' : ''}`
    return argument.required ? `<${name}>` : `[${name}]`
  })
  return [names, ...words].join(' ')
}

/** Wraps lines, which Commander does not do: a narrow terminal would break them anywhere. */
function wrapToFit(text: string, { isTTY, columns }: Terminal): string {
  return isTTY ? wrapLines(text, columns || 80) : text
}

/** Prints an error of Commander. A second line, such as a suggestion, is printed as its own line. */
function printError(text: string, { stderr, env }: Pick<World, 'stderr' | 'env'>): void {
  const out = createPrinter(stderr, env)
  for (const line of text.trimEnd().split('\n')) out.sentence(line)
}

function addHelp(program: Command, world: World): void {
  addCommand(program, 'help', 'More', world)
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
