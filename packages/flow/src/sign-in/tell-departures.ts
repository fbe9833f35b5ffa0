import type { Target } from '@fast-agent-auth/discovery'
import {
  allNetworks,
  displayUrl,
  isLoopback,
  networksOf,
  quoteUntrusted,
  refuseUrl,
  tell,
} from '@fast-agent-auth/discovery/untrusted'
import { invalidScope } from '../protocol/scope.ts'
import type { AssertPossibleOptions } from './assert-possible.ts'

/**
 * Tells which safe defaults do not hold for this server because of an option, and which scopes are left out, before a
 * person is asked.
 */
export function tellDepartures(target: Target, options: AssertPossibleOptions): void {
  const { serverUrl, server, legacy } = target
  const { issuer, authorizationEndpoint, tokenEndpoint } = server
  const notice = (rule: string, message: string, url?: string): void =>
    tell(options.onEvent, { type: 'notice', rule, serverUrl, issuer, message, url })
  const urls = [serverUrl, authorizationEndpoint, tokenEndpoint]
  const plain = urls.find((url) => url.startsWith('http:') && !isLoopback(new URL(url).hostname))
  if (plain) notice('allowed_http', `${origin(plain)} is asked without TLS, which is allowed here.`, plain)
  const own = { networks: networksOf(serverUrl), httpHosts: options.httpHosts }
  const elsewhere = urls.slice(1).find((url) => refuseUrl(url, own) !== undefined)
  if (elsewhere && refuseUrl(elsewhere, { ...own, networks: allNetworks }) === undefined)
    notice('allowed_network', `${origin(elsewhere)} is not on the public internet, which is allowed here.`, elsewhere)
  if (legacy !== 'default_endpoints' && !server.codeChallengeMethodsSupported && options.pkce === 'assume-s256')
    notice(
      'unadvertised_pkce',
      `${displayUrl(issuer)} does not say that it supports PKCE; the server is used all the same, as is allowed here.`,
    )
  const listed = target.challenge?.scope ?? target.scopesSupported?.join(' ')
  const unusable = options.scope === undefined ? invalidScope(listed) : undefined
  if (unusable !== undefined)
    notice(
      'unusable_scope',
      `${displayUrl(serverUrl)} asks for ${quoteUntrusted(unusable)}, which has characters that no scope may have (RFC 6749 §3.3); it is left out.`,
    )
}

function origin(url: string): string {
  return displayUrl(new URL(url).origin)
}
