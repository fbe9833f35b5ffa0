import { authMode, isAuthHeader } from './auth-mode.ts'
import type { ServerSettings } from './settings.ts'

/** The headers for requests to the MCP server: where OAuth is forced, without those that carry other credentials. */
export function requestHeaders(settings: ServerSettings): Record<string, string> {
  const entries = Object.entries(settings.headers)
  const forced = authMode(settings) === 'forced'
  return Object.fromEntries(forced ? entries.filter(([name]) => !isAuthHeader(name)) : entries)
}
