import type { Command } from 'commander'
import { addCommand } from './add-command.ts'

export function addHelp(program: Command): void {
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
