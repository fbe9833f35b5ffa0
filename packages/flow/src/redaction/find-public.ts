import type { Target } from '@fast-agent-auth/discovery'
import type { Secrets } from './secrets.ts'

/** A server may list thousands of scopes, which would push out other public texts. */
const publicLimit = 200

/**
 * Publishes the hosts and paths of URLs: a person must see which server asks, and where the browser goes and returns
 * to.
 */
export function publishUrls(secrets: Pick<Secrets, 'publish'>, ...urls: readonly unknown[]): void {
  for (const url of urls) {
    if (typeof url !== 'string' || !URL.canParse(url)) continue
    const { origin, host, pathname } = new URL(url)
    // The URL as it was written, and as messages show it.
    secrets.publish(host, origin + pathname, url.split(/[?#]/, 1)[0])
  }
}

/** Publishes scopes and client ids, unless they hold a known secret. */
export function publishUnlessSecret(secrets: Pick<Secrets, 'publish' | 'redact'>, ...values: readonly unknown[]): void {
  const texts = values.flatMap((value) => (typeof value === 'string' ? [value, ...value.split(' ')] : []))
  secrets.publish(...new Set(texts.slice(0, publicLimit).filter((text) => secrets.redact(text) === text)))
}

/** Publishes the URLs and scopes of a target, which a person must see. */
export function publishTarget(secrets: Pick<Secrets, 'publish' | 'redact'>, target: Target): void {
  const { server, challenge, scopesSupported = [] } = target
  const { issuer, authorizationEndpoint, tokenEndpoint, registrationEndpoint, revocationEndpoint } = server
  publishUrls(secrets, issuer, authorizationEndpoint, tokenEndpoint, registrationEndpoint, revocationEndpoint)
  publishUnlessSecret(secrets, challenge?.scope, ...scopesSupported, ...(server.scopesSupported ?? []))
}

/** Publishes the URLs, ids and scopes of a token record or a record of registrations. */
export function publishIn(record: Readonly<Record<string, unknown>> | undefined, secrets: Secrets): void {
  const { tokens, clients } = record ?? {}
  for (const member of [tokens, ...(Array.isArray(clients) ? clients.slice(0, 200) : [])]) {
    if (typeof member !== 'object' || member === null) continue
    const { issuer, tokenEndpoint, revocationEndpoint, redirectUris, clientId, scope, requestedScope } = member
    publishUrls(
      secrets,
      issuer,
      tokenEndpoint,
      revocationEndpoint,
      ...(Array.isArray(redirectUris) ? redirectUris : []),
    )
    publishUnlessSecret(secrets, clientId, scope, requestedScope)
  }
}
