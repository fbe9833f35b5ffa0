import type { Client } from '../protocol/client.ts'

/** A loopback redirect by the name `localhost`, which some servers take alone; `undefined` where it is no loopback address. */
export function localhostOf(redirectUri: string): string | undefined {
  const [, rest] = /^http:\/\/(?:127\.0\.0\.1|\[::1\])((?:[:/?].*)?)$/.exec(redirectUri) ?? []
  return rest === undefined ? undefined : `http://localhost${rest}`
}

/** The redirect URI by which a client comes back to `redirectUri`; `undefined` where it is not registered for it. */
export function registeredUri({ redirectUris }: Client, redirectUri: string): string | undefined {
  return [redirectUri, localhostOf(redirectUri)].find((uri) => uri !== undefined && redirectUris?.includes(uri))
}
