import type { ServerSettings } from './settings.ts'

/**
 * The way in which a program signs in to a server.
 *
 * - `not_applicable`: the server is a program on this machine.
 * - `disabled`: its auth block says `oauth: false`.
 * - `forced`: it has an auth block. Headers with credentials are not sent.
 * - `bearer`: a header with credentials is configured, so OAuth is not used.
 * - `auto`: nothing is configured, and OAuth begins when the server asks for it.
 */
export type AuthMode = 'not_applicable' | 'disabled' | 'bearer' | 'auto' | 'forced'

/** The mode of a server with these settings. */
export function authMode({ transport, auth, headers }: ServerSettings): AuthMode {
  if (transport === 'stdio') return 'not_applicable'
  if (auth) return auth.oauth ? 'forced' : 'disabled'
  return Object.keys(headers).some(isAuthHeader) ? 'bearer' : 'auto'
}

/** Whether a header carries credentials, in whatever case its name is written. */
export function isAuthHeader(name: string): boolean {
  return ['authorization', 'x-hf-authorization'].includes(name.toLowerCase())
}
