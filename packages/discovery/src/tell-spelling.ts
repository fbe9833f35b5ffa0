import type { Notify } from './notice.ts'
import { isSameIssuer } from './same-issuer.ts'
import { displayUrl, quoteUntrusted } from './untrusted/quote-untrusted.ts'

/** Tells where metadata calls its issuer otherwise than the name it was found by; of the slash of a bare origin nothing. */
export function tellSpelling(issuer: string, expected: string, notify: Notify | undefined): void {
  const [shorter, longer] = [issuer, expected].sort((one, other) => one.length - other.length)
  const hasSlash = !isSameIssuer(issuer, expected)
  if (issuer === expected || (!hasSlash && longer === `${shorter}/`)) return
  const what = hasSlash ? 'with one slash more or less at the end' : 'with another spelling of the same origin'
  const message = `The metadata of the authorization server ${displayUrl(expected)} calls it ${quoteUntrusted(issuer)}, ${what}; that name is used.`
  notify?.({ rule: hasSlash ? 'issuer_slash' : 'issuer_spelling', issuer, message })
}
