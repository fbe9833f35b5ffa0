import type { Config, ConfiguredServer } from '@fast-agent-auth/config'
import { isUrl } from './is-url.ts'

export interface Naming {
  /** The name or URL that a person typed. */
  readonly target: string | undefined
  /** The file that a person named. */
  readonly configPath?: string | undefined
}

/**
 * The servers whose settings may be used. Where the person named neither server nor file, what lies around decides little
 * about a URL: `.mcp.json` and `.vscode/mcp.json`, which repositories bring along, decide nothing, and a `fast-agent.yaml`
 * all but headers, which could stand in for the person's own sign-in.
 */
export function applicableConfig(config: Config, { target, configPath }: Naming): Config {
  const isNamed = configPath !== undefined || (target !== undefined && !isUrl(target))
  return isNamed ? config : { ...config, servers: config.servers.flatMap(applicableServer) }
}

function applicableServer(server: ConfiguredServer): readonly ConfiguredServer[] {
  if (server.file.toLowerCase().endsWith('.json')) return []
  if (server.settings === undefined || server.file === 'environment') return [server]
  return [{ ...server, settings: { ...server.settings, headers: {} } }]
}
