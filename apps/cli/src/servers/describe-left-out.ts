import { relative } from 'node:path'
import type { Config, ServerSettings } from '@fast-agent-auth/config'
import { configuredAt } from './choose-server.ts'

/** A sentence about what is left out of the settings at the key of a server, and how to use it all the same. */
export function describeLeftOut(
  key: string,
  config: Config,
  used: ServerSettings,
  { cwd, hasAccount }: { readonly cwd: string; readonly hasAccount: boolean },
): string | undefined {
  const found = configuredAt(key, config)
  const server = config.servers.find(({ name }) => name === found?.name)
  if (!found || !server) return undefined
  const isLeftOut = {
    headers: Object.keys(found.headers).length > 0 && found.headers !== used.headers,
    auth: found.auth !== undefined && used.auth === undefined,
    account: !hasAccount && used.auth !== undefined && found.auth?.account !== used.auth.account,
    transport: found.transport !== used.transport,
  }
  const names = Object.entries(isLeftOut).flatMap(([name, isOut]) => (isOut ? [name] : []))
  if (names.length === 0) return undefined
  const start = `Not used for a URL that was typed: ${names.join(', ')} of ${relative(cwd, server.file)}.`
  return `${start} To use that, name the server, ${server.name}, or the file with --config-path.`
}
