import { displayQuery, parameterNames } from '@fast-agent-auth/discovery/untrusted'
import { sha256 } from './sha256.ts'

/**
 * The name of the records of a server: scheme and host in lower case, without user info, default port, fragment and
 * trailing slash; with an account, `<account>@` comes first. Servers with different queries are different: the key has
 * the names of the parameters after `?`, and a hash of the query after `#`, since a value may be a secret.
 */
export function serverKey(serverUrl: string, account?: string): string {
  const { protocol, host, pathname, search } = new URL(serverUrl)
  const plain = `${protocol}//${host}${pathname.replace(/\/+$/, '')}`
  const key = search === '' ? plain : `${plain}?${parameterNames(search).join('&')}#${hashOf(search)}`
  return account === undefined ? key : `${encodeURIComponent(account)}@${key}`
}

/** A hash of 132 bits of SHA-256, in base64url. */
function hashOf(text: string): string {
  const base64 = btoa(String.fromCharCode(...sha256(text)))
  return base64.slice(0, 22).replaceAll('+', '-').replaceAll('/', '_')
}

/**
 * The server URL and the account of a server key. The URL has the names of the query parameters without their values:
 * `?server=…`.
 */
export function parseServerKey(key: string): { readonly serverUrl: string; readonly account?: string | undefined } {
  const { server, account } = splitServerKey(key)
  const [, plain = server, names] = /^([^?]*)\?([^#]*)/.exec(server) ?? []
  // Another program may have written a key with values.
  const query = names === undefined ? '' : `?${displayQuery(parameterNames(names.replace(/(?=&|$)/g, '=…')))}`
  return { serverUrl: plain + query, ...(account === undefined ? {} : { account: decodeAccount(account) }) }
}

/** Whether a server key is of this server, with any account or none. */
export function isKeyOf(key: string, serverUrl: string): boolean {
  return splitServerKey(key).server === serverKey(serverUrl)
}

/** The server and the encoded account of a server key. */
export function splitServerKey(key: string): { readonly server: string; readonly account?: string | undefined } {
  // A path may hold an `@` too; an account has no colon.
  const at = /^https?:\/\//.test(key) ? -1 : key.search(/@https?:\/\//)
  if (at === -1) return { server: key }
  return { server: key.slice(at + 1), account: key.slice(0, at) }
}

function decodeAccount(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Another program may have written the key.
    return text
  }
}
