import { type AuthKey, type AuthOption, authOptions, findOption } from '@fast-agent-auth/config/options'
import { type Command, Option } from 'commander'
import { type Invocation, usualTimeout } from '../errors/command-line.ts'
import { storeKinds } from '../stores/store-name.ts'
import { parseAccount, parsePort, parseScope, parseTimeout } from './arguments.ts'

/** Adds the options of every command about sign-ins. */
export function addCommonOptions(command: Command): Command {
  return command
    .addOption(flagOf('persist').choices(storeKinds))
    .addOption(flagOf('redis_url').implies({ store: 'redis' }))
    .option('-c, --config-path <file>', 'configuration file (default: the files found here)')
    .option('--json', 'JSON on stdout; on stderr, one JSON object a line')
}

export function accountOption(): Option {
  return flagOf('account').argParser(parseAccount)
}

/** The flag of a setting, with its description from the list of all settings. */
function flagOf(key: AuthKey): Option {
  const { flag = `--${key}`, description, default: usual }: AuthOption = optionOf(key)
  const words = `${description[0]?.toLowerCase()}${description.slice(1, -1)}`
  return new Option(flag, typeof usual === 'number' ? `${words} (default: ${usual})` : words)
}

function optionOf(key: AuthKey): AuthOption {
  const found: AuthOption | undefined = authOptions.find((option) => option.key === key)
  if (!found) throw new TypeError(`There is no option ${key}.`)
  return found
}

/** Settings whose flag does more than set a value: it chooses a store, an account, or the server for a secret. */
const flagged: readonly string[] = ['persist', 'redis_url', 'account', 'client_id', 'client_metadata_url', 'issuer']

/** Adds `--set`, which takes any setting of a sign-in. A setting in `flagged` is passed to its flag. */
export function addSetOption(command: Command): Command {
  const set = new Option('--set <key=value>', 'any setting of auth in fast-agent.yaml')
  const collect = (word: string, words: readonly string[] = []): readonly string[] => {
    const [name = ''] = word.split('=', 1)
    const value = word.slice(name.length + 1)
    const option: AuthOption | undefined = findOption(name).option
    const flag = command.options.find(({ flags }) => flags === option?.flag)
    const takes = value !== '' && (flag?.argChoices?.includes(value) ?? true)
    if (!flag || !takes || !flagged.includes(option?.key ?? '')) return [...words, word]
    command.setOptionValueWithSource(flag.attributeName(), value, 'cli')
    return words
  }
  return command.addOption(set.argParser(collect))
}

/** Adds the options of a command that may ask a person to sign in. */
export function addSignInOptions(command: Command): Command {
  const timeout = new Option('--timeout <seconds>', 'how long to wait for the browser (default: 300)')
  const resetClient = new Option('--reset-client', 'register a new client, and sign in with it')
  return addSetOption(command)
    .addOption(flagOf('scope').argParser(parseScope))
    .addOption(accountOption())
    .addOption(timeout.argParser(parseTimeout).default(usualTimeout, String(usualTimeout / 1000)))
    .option('--no-browser', 'only show the link')
    .addOption(flagOf('redirect_port').argParser(parsePort))
    .addOption(flagOf('issuer'))
    .option('--force', 'sign in even if a usable token is stored')
    .addOption(flagOf('client_id').helpGroup('Client:'))
    .addOption(flagOf('client_metadata_url').helpGroup('Client:'))
    .addOption(resetClient.helpGroup('Client:'))
}

export function transportOption(): Option {
  const option = new Option('--transport <kind>', 'http, or sse (default for a URL that ends in /sse)')
  return option.choices(['http', 'sse'])
}

type Group = 'Sign in and out' | 'Use a server' | 'More'

/** Adds a command. If it is used wrongly, the error points to the help of this command. */
export function addCommand(program: Command, name: string, group: Group, { invocation }: Invocation): Command {
  return program.command(name).helpGroup(`${group}:`).showHelpAfterError(`hint: ${invocation} help ${name}`)
}
