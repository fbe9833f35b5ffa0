import type { Config } from './config.ts'
import { ConfigError } from './config-error.ts'
import { nearest } from './nearest.ts'
import type { ServerSettings } from './settings.ts'

/**
 * The settings of a server, by its name.
 *
 * @throws ConfigError `unknown_server`, which names the nearest server and lists all; the server's own error if its
 * settings cannot be used
 */
export function serverSettings(config: Config, name: string): ServerSettings {
  const server = config.servers.find((candidate) => candidate.name === name)
  if (!server) throw new ConfigError('unknown_server', unknownServer(config, name))
  if (server.error) throw server.error
  return server.settings
}

function unknownServer({ files, servers }: Config, name: string): string {
  const start = `No server is called ${JSON.stringify(name)}`
  if (servers.length === 0) {
    const why = files.length === 0 ? 'no configuration file was found' : 'the configuration names no server'
    return `${start}: ${why}. Add it under mcp.servers in fast-agent.yaml, or give its URL.`
  }
  const names = servers.map((server) => server.name)
  const meant = nearest(name, names)
  const guess = meant === undefined ? '' : ` Did you mean ${JSON.stringify(meant)}?`
  return `${start}.${guess} Configured: ${names.join(', ')}.`
}
