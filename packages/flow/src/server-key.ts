import { displayQuery, parameterNames } from '@fast-agent-auth/discovery/untrusted'
import { sha256 } from './sha256.ts'

/**
 * Under which name a server's credentials are kept: scheme and host in lower case, without user info, default port,
 * fragment and trailing slash; with an account, `<account>@` in front. Servers that differ in their query are two: the
 * names of its parameters stand behind `?`, and its hash behind `#`, since a value may be a key.
 */
export function serverKey(serverUrl: string, account?: string): string {
  const { protocol, host, pathname, search } = new URL(serverUrl)
  const plain = `${protocol}//${host}${pathname.replace(/\/+$/, '')}`
  const key = search === '' ? plain : `${plain}?${parameterNames(search).join('&')}#${hashOf(search)}`
  return account === undefined ? key : `${encodeURIComponent(account)}@${key}`
}

/** 132 bits of SHA-256, in Base64 for URLs. */
function hashOf(text: string): string {
  const base64 = btoa(String.fromCharCode(...sha256(text)))
  return base64.slice(0, 22).replaceAll('+', '-').replaceAll('/', '_')
}

/** The server URL and account that a server key names. Of the URL's query, the names alone: `?server=…`. */
export function parseServerKey(key: string): { readonly serverUrl: string; readonly account?: string | undefined } {
  const { server, account } = splitServerKey(key)
  const [, plain = server, names] = /^([^?]*)\?([^#]*)/.exec(server) ?? []
  // Not written by us, it may hold a value.
  const query = names === undefined ? '' : `?${displayQuery(parameterNames(names.replace(/(?=&|$)/g, '=…')))}`
  return { serverUrl: plain + query, ...(account === undefined ? {} : { account: decodeAccount(account) }) }
}

/** Whether a server key, of whichever account, is this server's. */
export function isKeyOf(key: string, serverUrl: string): boolean {
  return splitServerKey(key).server === serverKey(serverUrl)
}

/** The parts of a server key, as they are written. */
export function splitServerKey(key: string): { readonly server: string; readonly account?: string | undefined } {
  // A path may look like the key of an account. What stands before an @ has no colon.
  const at = /^https?:\/\//.test(key) ? -1 : key.search(/@https?:\/\//)
  if (at === -1) return { server: key }
  return { server: key.slice(at + 1), account: key.slice(0, at) }
}

function decodeAccount(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Not written by us, but a store may hold anything.
    return text
  }
}
