import { assertFits } from './assert-fits.ts'
import type { AuthOption, OptionKind } from './auth-option.ts'
import { ConfigError } from './config-error.ts'
import { type ConfigNode, nodeBelow, scalarNode } from './config-node.ts'
import { type Field, fieldOf } from './field.ts'
import { structuredKeys } from './known-keys.ts'
import { commandLine, type Location } from './location.ts'
import { mergeNodes } from './merge-nodes.ts'
import { nodeOfJson } from './node-of-json.ts'
import { camelCase, findOption } from './option-name.ts'
import { readAuthValues, withDefaults } from './read-auth.ts'
import type { AuthSettings, AuthValues, ServerSettings } from './settings.ts'
import { collectWarnings } from './warning.ts'

/**
 * The settings of a server, with each `key=value` of a command line put over its auth block. Keys and rules are those of an
 * auth block. To give a list, repeat its key.
 *
 * @throws ConfigError `invalid_value`
 */
export function overrideAuth(settings: ServerSettings, words: readonly string[]): ServerSettings {
  if (words.length === 0) return settings
  const { warn } = collectWarnings()
  const over = fieldOf(overridesOf(words), 'auth', 'auth')
  const values = readAuthValues(over, warn)
  const { allow, quirks, authorizationParams } = values
  // Mappings are merged, key by key, except a metadata document: it says whom to trust, and has one author.
  const merged: AuthValues = {
    ...(allow && { allow: { ...settings.auth?.allow, ...saidIn(over, 'allow', allow) } }),
    ...(quirks && { quirks: { ...settings.auth?.quirks, ...quirks } }),
    ...(authorizationParams && {
      authorizationParams: { ...settings.auth?.authorizationParams, ...authorizationParams },
    }),
  }
  const auth: AuthSettings = withDefaults({ ...settings.auth, ...saidIn(over, '', values), ...merged })
  assertFits(auth, over, warn)
  const keys = words.map((word) => `auth.${findOption(word.split('=', 1)[0] ?? '').option?.key}`)
  const locations = Object.entries(settings.locations ?? {}).filter(([path]) => !keys.includes(path))
  return { ...settings, auth, locations: Object.fromEntries(locations) }
}

/** The values whose keys were typed, including empty values, which remove the configured value. */
function saidIn<T extends object>({ node }: Field, key: string, values: T | undefined): Partial<T> {
  const level = key === '' || node.kind !== 'mapping' ? node : node.entries.get(key)
  const keys = level?.kind === 'mapping' ? [...level.entries.keys()].map(camelCase) : []
  return Object.fromEntries(Object.entries(values ?? {}).filter(([name]) => keys.includes(name))) as Partial<T>
}

/** One value of a command line. */
interface Override {
  readonly option: AuthOption
  /** The keys from the auth block down to the value. */
  readonly keys: readonly string[]
  readonly node: ConfigNode
}

const lists: readonly OptionKind[] = ['hosts', 'networks', 'origins', 'scope']

/** All values as one auth block. Values of the same list are joined; otherwise the last value of a key counts. */
function overridesOf(words: readonly string[]): ConfigNode {
  const byKey = new Map<string, Override>()
  for (const { option, keys, node } of words.map(overrideOf)) {
    const before = lists.includes(option.kind) ? byKey.get(keys.join('.')) : undefined
    const items = [...(before ? itemsOf(before.node) : []), ...itemsOf(node)]
    byKey.set(keys.join('.'), { option, keys, node: before ? { ...node, kind: 'list', items } : node })
  }
  const location: Location = { source: { file: commandLine, shown: '--set' }, line: undefined }
  const empty: ConfigNode = { kind: 'mapping', entries: new Map(), location }
  return [...byKey.values()].reduce<ConfigNode>((all, { keys, node }) => mergeNodes(all, nodeBelow(keys, node)), empty)
}

function itemsOf(node: ConfigNode): readonly ConfigNode[] {
  return node.kind === 'list' ? node.items : [node]
}

function overrideOf(word: string): Override {
  const equals = word.indexOf('=')
  const name = equals < 0 ? word : word.slice(0, equals)
  const { option, member, meant } = findOption(name)
  if (!option) {
    const guess = meant === undefined ? '' : ` Did you mean ${meant}?`
    throw refuse(`--set ${name}`, `There is no such setting.${guess}`)
  }
  const shown = `--set ${camelCase(option.key)}${member === undefined ? '' : `.${member}`}`
  if (equals < 0) throw refuse(shown, 'This needs a value, as in --set allow.unadvertisedPkce=true.')
  if (option.key === 'client_secret') {
    const better = 'the variable FAST_AGENT_AUTH_CLIENT_SECRET, or into fast-agent.secrets.yaml'
    throw refuse(shown, `Every user of this machine can see the words of a command. Put the secret into ${better}.`)
  }
  const location: Location = { source: { file: commandLine, shown }, line: undefined }
  const text = word.slice(equals + 1)
  if (member !== undefined && option.kind === 'document')
    return { option, keys: [option.key, member], node: documentMember(member, text, location, option.key) }
  const structured = member === undefined && structuredKeys.includes(option.key)
  const node =
    (structured ? nodeOfJson(text, location, option.key) : undefined) ??
    scalarNode(text, location, { path: option.key })
  return { option, keys: [...option.key.split('.'), ...(member === undefined ? [] : [member])], node }
}

/** The names of RFC 8414 for lists are plurals. */
const listName = /s_supported$/

/** One member of a metadata document. A list is typed as JSON, or as words with commas between them. */
function documentMember(name: string, text: string, location: Location, path: string): ConfigNode {
  const structured = nodeOfJson(text, location, path)
  if (structured) return structured
  if (listName.test(name)) {
    const words = text.split(/[\s,]+/).filter((word) => word !== '')
    return { kind: 'list', items: words.map((word) => scalarNode(word, location, { path })), location, path }
  }
  return scalarNode(text === 'true' || text === 'false' ? text === 'true' : text, location, { path })
}

function refuse(shown: string, message: string): ConfigError {
  return new ConfigError('invalid_value', `${shown}: ${message}`, { file: commandLine })
}
