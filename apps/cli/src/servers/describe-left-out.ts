import { relative } from 'node:path'
import type { Config, ServerSettings } from '@fast-agent-auth/config'
import { configuredAt } from './choose-server.ts'

/** A sentence about the settings of a server that are not used, and how to use them. */
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
  const start = `Since a URL was typed, settings in ${relative(cwd, server.file)} are not used: ${names.join(', ')}.`
  return `${start} To use them, name the server, ${server.name}, or the file with --config-path.`
}
