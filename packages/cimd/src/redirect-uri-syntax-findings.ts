import { type ErrorRule, error, type Finding, warning } from './finding.ts'
import { parseLoopbackUri } from './loopback-uri.ts'
import { quoteUntrusted, withoutSecrets } from './quote-untrusted.ts'
import { refuseSyntax } from './refuse-syntax.ts'

/** The findings about one redirect URI of a document. */
export function* redirectUriSyntaxFindings(uri: string): Generator<Finding> {
  const lists = `lists the redirect URI ${quoteUntrusted(withoutSecrets(uri))}`
  const refusal = refuseRedirectUri(uri)
  if (refusal) return yield error(refusal.rule, `${lists}, which ${refusal.reason}`)
  if (parseLoopbackUri(uri)?.host === 'localhost') {
    const why = 'the name may lead elsewhere, and its port must be the listed one (RFC 8252 §8.3)'
    yield warning('redirect_uri_localhost', `${lists}: 127.0.0.1 is better than localhost, since ${why}`)
  }
}

function refuseRedirectUri(uri: string): { readonly rule: ErrorRule; readonly reason: string } | undefined {
  const refusal = refuseSyntax(uri)
  if (refusal) return { rule: 'redirect_uri_syntax', reason: refusal.reason }
  const scheme = refuseScheme(uri)
  if (scheme) return { rule: 'redirect_uri_scheme', reason: scheme }
  if (/^[^/?#]*\/\/[^/?#]*@/.test(uri))
    return { rule: 'redirect_uri_user_info', reason: 'holds a user name or password' }
  if (uri.includes('#')) return { rule: 'redirect_uri_fragment', reason: 'has a fragment (RFC 6749 §3.1.2)' }
  return undefined
}

/**
 * The schemes of RFC 8252 §7: https, http on this machine, or a private-use scheme, which is a reversed domain name.
 */
function refuseScheme(uri: string): string | undefined {
  const { protocol } = new URL(uri)
  if (protocol === 'https:' || parseLoopbackUri(uri)) return undefined
  if (protocol === 'http:') return 'is http, but not on 127.0.0.1, [::1] or localhost'
  if (protocol.includes('.')) return undefined
  return 'is neither https, nor http on this machine, nor of a private scheme with a dot, like com.example.app'
}
