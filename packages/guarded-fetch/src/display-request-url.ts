import { displayUrl, quoteUntrusted } from '@fast-agent-auth/discovery/untrusted'

/** A requested URL for a message: without user name, password and query, however it was written. */
export function displayRequestUrl(text: string): string {
  if (!URL.canParse(text)) return quoteUntrusted(text)
  const { protocol, host, pathname } = new URL(text)
  return displayUrl(host === '' ? protocol : `${protocol}//${host}${pathname}`)
}
