import { relative } from 'node:path'
import type { Config, ConfiguredServer, ServerSettings } from '@fast-agent-auth/config'
import { configuredAt } from './choose-server.ts'
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

/** A sentence about what is left out of the settings at the key of a server, and how to use it all the same. */
export function describeLeftOut(key: string, config: Config, used: ServerSettings, cwd: string): string | undefined {
  const found = configuredAt(key, config)
  const server = config.servers.find(({ name }) => name === found?.name)
  if (!found || !server) return undefined
  const isLeftOut = {
    headers: Object.keys(found.headers).length > 0 && found.headers !== used.headers,
    auth: found.auth !== undefined && found.auth !== used.auth,
    transport: found.transport !== used.transport,
  }
  const names = Object.entries(isLeftOut).flatMap(([name, isOut]) => (isOut ? [name] : []))
  if (names.length === 0) return undefined
  const start = `Not used for a URL that was typed: ${names.join(', ')} of ${relative(cwd, server.file)}.`
  return `${start} To use that, name the server, ${server.name}, or the file with --config-path.`
}
