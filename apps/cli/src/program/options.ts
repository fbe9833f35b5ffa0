import { type Command, Option } from 'commander'
import { type Invocation, usualTimeout } from '../errors/command-line.ts'
import { storeKinds } from '../stores/store-name.ts'
import { parseAccount, parsePort, parseScope, parseTimeout } from './arguments.ts'

/** What every command about sign-ins takes. */
export function addCommonOptions(command: Command): Command {
  return command
    .addOption(new Option('--store <where>', 'where sign-ins are kept: keyring, file or redis').choices(storeKinds))
    .addOption(new Option('--redis-url <url>', 'the Redis to keep them in').implies({ store: 'redis' }))
    .option('-c, --config-path <file>', 'configuration file (default: what is found here)')
    .option('--json', 'JSON on stdout; on stderr, one JSON object a line')
}

export function accountOption(): Option {
  return new Option('--account <name>', 'whose sign-in, where there are several').argParser(parseAccount)
}

/** What a command takes that may ask a person. */
export function addSignInOptions(command: Command): Command {
  const timeout = new Option('--timeout <seconds>', 'how long to wait for the browser (default: 300)')
  const client = (flags: string, description: string): Option => new Option(flags, description).helpGroup('Client:')
  return command
    .addOption(new Option('--scope <scope>', 'ask for this scope, and no other').argParser(parseScope))
    .addOption(accountOption())
    .addOption(timeout.argParser(parseTimeout).default(usualTimeout, String(usualTimeout / 1000)))
    .option('--no-browser', 'only show the link')
    .option('--redirect-port <port>', 'where the browser comes back to (default: 3030)', parsePort)
    .option('--issuer <url>', 'the authorization server to use')
    .option('--force', 'sign in although a usable token is stored')
    .addOption(client('--client-id <id>', 'a client that you registered yourself'))
    .addOption(client('--client-metadata-url <url>', 'a client ID metadata document of yours'))
    .addOption(client('--reset-client', 'register a new client, and sign in with it'))
}

export function transportOption(): Option {
  const option = new Option('--transport <kind>', 'http, or sse (default for a URL that ends in /sse)')
  return option.choices(['http', 'sse'])
}

type Group = 'Sign in and out' | 'Use a server' | 'More'

/** A command whose wrong use points to its own help. */
export function addCommand(program: Command, name: string, group: Group, { invocation }: Invocation): Command {
  return program.command(name).helpGroup(`${group}:`).showHelpAfterError(`hint: ${invocation} help ${name}`)
}
