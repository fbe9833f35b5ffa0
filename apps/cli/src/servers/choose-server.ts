import {
  type AuthMode,
  authMode,
  type Config,
  overrideAuth,
  type ServerSettings,
  serverSettings,
} from '@fast-agent-auth/config'
import { displayUrl } from '@fast-agent-auth/discovery/untrusted'
import { serverKey } from '@fast-agent-auth/flow'
import { isKeyOf } from '@fast-agent-auth/flow/internal'
import { CliError, exitCodes } from '../errors/cli-error.ts'
import { isUrl } from './is-url.ts'
import { shownTarget } from './server-name.ts'
import { parseServerUrl, parseStoredUrl, withScheme } from './server-url.ts'

/** The server that a command is about. */
export interface ChosenServer {
  /** The word that the person typed: a name in the configuration, or a URL. */
  readonly target: string
  readonly serverUrl: string
  readonly settings: ServerSettings
  readonly mode: AuthMode
}

export type Transport = 'http' | 'sse'

interface Flags {
  readonly transport?: Transport | undefined
  /** Settings of its auth block, as `key=value`. */
  readonly set?: readonly string[] | undefined
  /** Whether only stored sign-ins are read, and nothing is sent to the server. */
  readonly stored?: boolean | undefined
}

/**
 * The server of a name or URL. For the URL of a configured server, its settings are used.
 *
 * @throws ConfigError, CliError
 */
export function chooseServer(
  target: string,
  config: Config,
  { transport, set = [], stored }: Flags = {},
): ChosenServer {
  // A typed URL is always a URL, even if a configuration gives a server such a name.
  const named = !isUrl(target) && config.servers.some(({ name }) => name === target)
  const settings = overrideAuth(named ? serverSettings(config, target) : settingsOf(target, config), set)
  const { url } = settings
  if (url === undefined) {
    const message = `${shownTarget(target)} is started by a command. STDIO servers do not support OAuth.`
    throw new CliError(exitCodes.usage, message, { hint: 'Such a server gets its credentials from its environment.' })
  }
  const whole = named ? url : target
  const serverUrl = stored ? parseStoredUrl(whole) : parseServerUrl(whole, settings.auth?.allow?.http)
  const chosen = { ...settings, transport: transport ?? settings.transport }
  return { target, serverUrl, settings: chosen, mode: authMode(chosen) }
}

function settingsOf(target: string, config: Config): ServerSettings {
  if (isUrl(target)) {
    const url = parseStoredUrl(target)
    const configured = configuredAt(serverKey(url), config)
    return configured ? withoutAccount(configured) : adHoc(url)
  }
  if (looksLikeUrl(target)) {
    const message = `${displayUrl(target)} is neither the name of a configured server nor a URL.`
    const hint = 'Write a URL with its scheme:'
    throw new CliError(exitCodes.usage, message, { hint, meant: withScheme(target) })
  }
  if (config.servers.length > 0) return serverSettings(config, target)
  const hint = 'Use the URL of the server, or add it to fast-agent.yaml, .mcp.json or .vscode/mcp.json.'
  throw new CliError(exitCodes.usage, `No server is called ${target}: no configuration that names servers was found.`, {
    hint,
  })
}

/** The settings for the server of a key, in whatever form its URL is written. */
export function configuredAt(key: string, config: Config): ServerSettings | undefined {
  return config.servers
    .map(({ settings }) => settings)
    .find((settings) => settings?.url !== undefined && URL.canParse(settings.url) && isKeyOf(key, settings.url))
}

/** The settings without their account: a typed URL means the account without a name, unless an option names one. */
function withoutAccount(settings: ServerSettings): ServerSettings {
  const { auth } = settings
  return auth?.account === undefined ? settings : { ...settings, auth: { ...auth, account: undefined } }
}

function adHoc(url: string): ServerSettings {
  const transport = new URL(url).pathname.endsWith('/sse') ? 'sse' : 'http'
  return { name: url, transport, url, headers: {} }
}

/** Whether a text looks like a URL without its scheme: `mcp.example.com/mcp`, `localhost:8000`, `[::1]:8000`. */
function looksLikeUrl(target: string): boolean {
  return /^[\w-]+(\.[\w-]+)+([:/]|$)|^[\w.-]+(:\d+)?\/|^[\w.-]+:\d+$|^\[[\da-f:.]+\]/i.test(target)
}
