import { displayUrl, quoteUntrusted } from '@fast-agent-auth/discovery/untrusted'

/** Who is asked, for a message: without user name, password and query, however the URL was written. */
export function party(text: string): string {
  if (!URL.canParse(text)) return quoteUntrusted(text)
  const { protocol, host, pathname } = new URL(text)
  return displayUrl(host === '' ? protocol : `${protocol}//${host}${pathname}`)
}
