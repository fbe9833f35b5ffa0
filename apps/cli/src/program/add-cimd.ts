import type { Command } from 'commander'
import type { CimdCreateOptions } from '../commands/cimd-create.ts'
import type { CimdValidateOptions } from '../commands/cimd-validate.ts'
import type { World } from '../world.ts'
import { collectPorts } from './arguments.ts'
import { examples, examplesHelp } from './help-text.ts'
import { addCommand } from './options.ts'

/** The commands for client metadata documents, as a group. */
export function addCimd(program: Command, world: World): void {
  const cimd = addCommand(program, 'cimd', 'More', world)
    .summary('check and create client ID metadata documents')
    .description('Checks and creates client ID metadata documents, which describe a client at a URL.')
    .helpCommand(false)
    .addHelpText('after', examplesHelp([examples['cimd validate'][0], examples['cimd create'][0]], world))
  addValidate(cimd, world)
  addCreate(cimd, world)
}

function addValidate(cimd: Command, world: World): void {
  cimd
    .command('validate')
    .summary('check a document as authorization servers do')
    .description('Checks a document as authorization servers do.')
    .argument('<url|file>', 'URL of a published document, a file, or - for stdin')
    .option('--url <url>', 'where the file will be published (default: its client_id)')
    .option('--json', 'JSON on stdout; an error as JSON on stderr')
    .showHelpAfterError(`hint: ${world.invocation} help cimd validate`)
    .addHelpText('after', examplesHelp(examples['cimd validate'], world))
    .action(async (source: string, options: CimdValidateOptions) => {
      const { cimdValidate } = await import('../commands/cimd-validate.ts')
      await cimdValidate(source, options, world)
    })
}

function addCreate(cimd: Command, world: World): void {
  cimd
    .command('create')
    .summary('print a new document for an application on this machine')
    .description('Prints a new document for an application on this machine.')
    .argument('<url>', 'URL at which the document will be published')
    .requiredOption('--name <name>', 'name of the application, shown to people who sign in')
    .option(
      '--port <port>',
      'port that the browser comes back to, repeatable (default: 3030 3031 3032 8080)',
      collectPorts,
    )
    .option('--path <path>', 'path that the browser comes back to (default: /callback)')
    .option('--client-uri <url>', 'home page of the application')
    .option('--logo-uri <url>', 'logo of the application')
    .option('--json', 'findings as JSON on stderr, one object a line')
    .showHelpAfterError(`hint: ${world.invocation} help cimd create`)
    .addHelpText('after', examplesHelp(examples['cimd create'], world))
    .action(async (url: string, options: CimdCreateOptions) => {
      const { cimdCreate } = await import('../commands/cimd-create.ts')
      await cimdCreate(url, options, world)
    })
}
