import { relative } from 'node:path'
import { authMode } from '@fast-agent-auth/config'
import { type ConfigOptions, loadConfig } from '../load-config.ts'
import { type ChosenServer, chooseServer, type Transport } from '../servers/choose-server.ts'
import { isUrl } from '../servers/is-url.ts'
import { createPrinter } from '../terminal/printer.ts'
import type { World } from '../world.ts'

export interface FindOptions extends ConfigOptions {
  readonly transport?: Transport | undefined
}

/**
 * The server to send requests to. Headers that a configuration has for its URL go along where the person named the server
 * or the file: a file that is only found may be a repository's, and a header could stand in for the person's own sign-in.
 *
 * @throws ConfigError, CliError
 */
export async function findServer(target: string, options: FindOptions, world: World): Promise<ChosenServer> {
  const { cwd, env, stderr } = world
  const config = await loadConfig(options, world)
  const server = chooseServer(target, config, options.transport)
  const { name, headers } = server.settings
  const file = config.servers.find((each) => each.name === name)?.file
  const isNamed = !isUrl(target) || options.configPath !== undefined || file === 'environment'
  if (isNamed || file === undefined || Object.keys(headers).length === 0) return server
  if (!options.json) {
    const out = createPrinter(stderr, env)
    const text = `The headers that ${relative(cwd, file)} has for this URL are not sent: they are if you name its server, ${name}.`
    out.sentence(text, { text: 'note:', paint: out.style.warning })
  }
  const settings = { ...server.settings, headers: {} }
  return { ...server, settings, mode: authMode(settings) }
}
