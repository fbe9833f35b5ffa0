import type { Config, ConfiguredServer, ServerSettings } from '@fast-agent-auth/config'
import { type AuthOption, authOptions } from '@fast-agent-auth/config/options'
import { isUrl } from './is-url.ts'

export interface Naming {
  /** The name or URL that a person typed. */
  readonly target: string | undefined
  /** The file that a person named. */
  readonly configPath?: string | undefined
  /** Whether requests are sent, which may lead to a sign-in. Otherwise only stored sign-ins are read. */
  readonly forRequests?: boolean | undefined
}

/**
 * The servers whose settings may be used. A person who typed a URL, and named no file, did not choose the files in this
 * folder, so `.mcp.json` and `.vscode/mcp.json`, which may come with a repository, are ignored. In a `fast-agent.yaml`,
 * headers are ignored, as they could replace the person's own sign-in. For requests, an `auth` block that loosens a rule or
 * names who is trusted is ignored too: it could lead the sign-in elsewhere.
 */
export function applicableConfig(config: Config, { target, configPath, forRequests }: Naming): Config {
  const isNamed = configPath !== undefined || (target !== undefined && !isUrl(target))
  return isNamed
    ? config
    : { ...config, servers: config.servers.flatMap((server) => applicableServer(server, forRequests)) }
}

function applicableServer(server: ConfiguredServer, forRequests = false): readonly ConfiguredServer[] {
  if (server.file.toLowerCase().endsWith('.json')) return []
  if (server.settings === undefined || server.file === 'environment') return [server]
  const { auth, ...settings } = server.settings
  const dropsAuth = forRequests && isRisky(server.settings)
  return [{ ...server, settings: { ...settings, ...(!dropsAuth && auth && { auth }), headers: {} } }]
}

const options: readonly AuthOption[] = authOptions

function isRisky({ locations = {} }: ServerSettings): boolean {
  return options.some(({ key, effect }) => effect !== undefined && locations[`auth.${key}`] !== undefined)
}
