import { displayUrl } from '@fast-agent-auth/discovery/untrusted'
import { serverKey } from '@fast-agent-auth/flow'
import { type ConfigOptions, loadConfig } from '../load-config.ts'
import { applicableConfig } from '../servers/applicable-config.ts'
import { type ChosenServer, chooseServer, type Transport } from '../servers/choose-server.ts'
import { describeLeftOut } from '../servers/describe-left-out.ts'
import { tellNotes } from '../terminal/tell-notes.ts'
import type { World } from '../world.ts'

export interface FindOptions extends ConfigOptions {
  readonly transport?: Transport | undefined
  readonly account?: string | undefined
  /** Settings of its auth block, as `key=value`. */
  readonly set?: readonly string[] | undefined
}

/**
 * The server to send requests to, with the settings that apply to it. A note names the settings that are not used.
 *
 * @throws ConfigError, CliError
 */
export async function findServer(target: string, options: FindOptions, world: World): Promise<ChosenServer> {
  const config = await loadConfig({ ...options, target }, world)
  const { configPath, transport, set } = options
  const applicable = applicableConfig(config, { target, configPath, forRequests: true })
  const server = chooseServer(target, applicable, { transport, set })
  // No secret may hide which server it is, as it was typed and as it is shown.
  world.secrets?.publish(server.serverUrl.split(/[?#]/, 1)[0], displayUrl(server.serverUrl))
  if (applicable === config) return server
  const withoutFlag = chooseServer(target, applicable, { stored: true }).settings
  const leftOut = describeLeftOut(serverKey(server.serverUrl), config, withoutFlag, {
    cwd: world.cwd,
    hasAccount: options.account !== undefined,
  })
  if (leftOut !== undefined) tellNotes('configuration', [leftOut], options, world)
  return server
}
