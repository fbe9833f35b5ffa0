import type { AuthOption, OptionKind } from './auth-option.ts'
import { authOptions } from './auth-options.ts'
import type { FileFormat } from './file-format.ts'

const options: readonly AuthOption[] = authOptions
const keys = options.map(({ key }) => key)

/** The keys of an auth block in `fast-agent.yaml`. */
export const authKeys: readonly string[] = [...new Set(keys.map((key) => key.split('.')[0] ?? key))]

const keysBelow = (group: string): readonly string[] =>
  keys.flatMap((key) => (key.startsWith(`${group}.`) ? [key.slice(group.length + 1)] : []))

/** The keys of an auth block that have keys of their own. */
export const authGroups: readonly string[] = authKeys.filter((key) => keysBelow(key).length > 0)

const structured: readonly OptionKind[] = ['document', 'hosts', 'networks', 'origins', 'parameters', 'scope']

/** The keys whose value may be a mapping or a list. */
export const structuredKeys: readonly string[] = options
  .filter(({ kind }) => structured.includes(kind))
  .map(({ key }) => key)

/** One level of a file: its root, the mapping `mcp`, a server, an auth block or a mapping in it. */
export interface Level {
  /** The keys that are read there. */
  readonly keys: readonly string[]
  /** Keys that people write there by mistake, with the right path for each, from this level. */
  readonly elsewhere: Readonly<Record<string, string>>
  /** Whether only our keys belong there, so that an unknown key is a mistake. */
  readonly isOurs?: boolean | undefined
  /** Keys that are read only in `fast-agent.yaml`, since other files must not choose where tokens are kept. */
  readonly fastAgentOnly?: readonly string[] | undefined
}

/** Keys of other programs or other files for the URL of a server. */
const urlWords = { uri: 'url', urls: 'url', address: 'url', endpoint: 'url', serverUrl: 'url', httpUrl: 'url' }
const serverKeys = ['url', 'target', 'command', 'transport', 'headers', 'auth', 'access_token'] as const

const foreignServer: Level = {
  keys: ['url', 'headers', 'command', 'type', 'oauth'],
  elsewhere: {
    ...urlWords,
    transport: 'type',
    auth: 'oauth',
    clientId: 'oauth.clientId',
    callbackPort: 'oauth.callbackPort',
    redirect_port: 'oauth.callbackPort',
    scope: 'oauth.scopes',
    scopes: 'oauth.scopes',
  },
  fastAgentOnly: [...authKeys, 'access_token'],
}

export const rootLevels: Readonly<Record<FileFormat, Level>> = {
  'fast-agent': {
    keys: ['mcp'],
    elsewhere: { server: 'mcp.servers', servers: 'mcp.servers', mcpServers: 'mcp.servers', targets: 'mcp.targets' },
  },
  'mcp.json': {
    keys: ['mcpServers'],
    elsewhere: { server: 'mcpServers', servers: 'mcpServers', mcpServer: 'mcpServers', mcp: 'mcpServers' },
  },
  vscode: {
    keys: ['servers'],
    elsewhere: { server: 'servers', mcpServers: 'servers', mcpServer: 'servers', mcp: 'servers' },
  },
}

/** The level under `mcp` in `fast-agent.yaml`. */
export const mcpLevel: Level = {
  keys: ['servers', 'targets'],
  elsewhere: { server: 'servers', mcpServers: 'servers', target: 'targets' },
}

export const serverLevels: Readonly<Record<FileFormat, Level>> = {
  'fast-agent': {
    keys: serverKeys,
    elsewhere: {
      ...Object.fromEntries(authKeys.map((key) => [key, `auth.${key}`])),
      ...urlWords,
      type: 'transport',
      scopes: 'auth.scope',
      callbackPort: 'auth.redirect_port',
    },
  },
  'mcp.json': foreignServer,
  vscode: foreignServer,
}

export const authLevel: Level = {
  keys: authKeys,
  elsewhere: {
    ...Object.fromEntries(serverKeys.map((key) => [key, `../${key}`])),
    callbackPort: 'redirect_port',
    port: 'redirect_port',
    ...Object.fromEntries(authGroups.flatMap((group) => keysBelow(group).map((key) => [key, `${group}.${key}`]))),
    pkce: 'allow.unadvertised_pkce',
  },
  isOurs: true,
}

/** The level of `allow` in an auth block. */
export const allowLevel: Level = { keys: keysBelow('allow'), elsewhere: { pkce: 'unadvertised_pkce' }, isOurs: true }

/** The level of `quirks` in an auth block. */
export const quirksLevel: Level = { keys: keysBelow('quirks'), elsewhere: {}, isOurs: true }
