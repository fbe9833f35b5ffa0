/**
 * Under which name a server's credentials are kept: scheme and host in lower case, without user info, default port,
 * query, fragment and trailing slash; with an account, `<account>@` in front.
 */
export function serverKey(serverUrl: string, account?: string): string {
  const { protocol, host, pathname } = new URL(serverUrl)
  const key = `${protocol}//${host}${pathname.replace(/\/+$/, '')}`
  return account === undefined ? key : `${encodeURIComponent(account)}@${key}`
}

/** The server URL and account that a server key names. */
export function parseServerKey(key: string): { readonly serverUrl: string; readonly account?: string | undefined } {
  // A path may look like the key of an account. What stands before an @ has no colon.
  const at = /^https?:\/\//.test(key) ? -1 : key.search(/@https?:\/\//)
  if (at === -1) return { serverUrl: key }
  return { serverUrl: key.slice(at + 1), account: decodeAccount(key.slice(0, at)) }
}

function decodeAccount(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Not written by us, but a store may hold anything.
    return text
  }
}
