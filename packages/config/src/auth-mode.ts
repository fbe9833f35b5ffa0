import type { ServerSettings } from './settings.ts'

/**
 * How a server is signed in to.
 *
 * - `not_applicable`: it is a program on this machine.
 * - `disabled`: its auth block says `oauth: false`.
 * - `forced`: it has an auth block. Headers with credentials are not sent.
 * - `bearer`: a header with credentials is configured, and OAuth is left alone.
 * - `auto`: nothing is said, and OAuth begins when the server asks for it.
 */
export type AuthMode = 'not_applicable' | 'disabled' | 'bearer' | 'auto' | 'forced'

/** How these settings want the server to be signed in to. */
export function authMode({ transport, auth, headers }: ServerSettings): AuthMode {
  if (transport === 'stdio') return 'not_applicable'
  if (auth) return auth.oauth ? 'forced' : 'disabled'
  return Object.keys(headers).some(isAuthHeader) ? 'bearer' : 'auto'
}

/** Whether a header carries credentials, in whatever case its name is written. */
export function isAuthHeader(name: string): boolean {
  return ['authorization', 'x-hf-authorization'].includes(name.toLowerCase())
}
