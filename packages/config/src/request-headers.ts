import { authMode, isAuthHeader } from './auth-mode.ts'
import type { ServerSettings } from './settings.ts'

/** The headers for requests to the MCP server. If OAuth is forced, headers with other credentials are left out. */
export function requestHeaders(settings: ServerSettings): Record<string, string> {
  const entries = Object.entries(settings.headers)
  const forced = authMode(settings) === 'forced'
  return Object.fromEntries(forced ? entries.filter(([name]) => !isAuthHeader(name)) : entries)
}
