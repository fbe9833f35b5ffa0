import type { Client } from '../protocol/client.ts'

/** A loopback redirect URI with the host `localhost`, which some servers require; `undefined` for any other URI. */
export function localhostOf(redirectUri: string): string | undefined {
  const [, rest] = /^http:\/\/(?:127\.0\.0\.1|\[::1\])((?:[:/?].*)?)$/.exec(redirectUri) ?? []
  return rest === undefined ? undefined : `http://localhost${rest}`
}

/**
 * The registered redirect URI for `redirectUri`: the same, or with the host `localhost`. `undefined` where neither is
 * registered.
 */
export function registeredUri({ redirectUris }: Client, redirectUri: string): string | undefined {
  return [redirectUri, localhostOf(redirectUri)].find((uri) => uri !== undefined && redirectUris?.includes(uri))
}
