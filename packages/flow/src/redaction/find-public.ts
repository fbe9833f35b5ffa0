import type { Target } from '@fast-agent-auth/discovery'
import type { Secrets } from './secrets.ts'

/** A server may name thousands of scopes, which would push out its own name. */
const publicLimit = 200

/** A person must see who asks, where the browser goes and where it comes back: of these, no part is ever withheld. */
export function publishUrls(secrets: Pick<Secrets, 'publish'>, ...urls: readonly unknown[]): void {
  for (const url of urls) {
    if (typeof url !== 'string' || !URL.canParse(url)) continue
    const { origin, host, pathname } = new URL(url)
    // As it was written, and as a URL is shown.
    secrets.publish(host, origin + pathname, url.split(/[?#]/, 1)[0])
  }
}

/** Scopes and client ids are public too, unless they repeat what is known to be secret. */
export function publishUnlessSecret(secrets: Pick<Secrets, 'publish' | 'redact'>, ...values: readonly unknown[]): void {
  const texts = values.flatMap((value) => (typeof value === 'string' ? [value, ...value.split(' ')] : []))
  secrets.publish(...new Set(texts.slice(0, publicLimit).filter((text) => secrets.redact(text) === text)))
}

export function publishTarget(secrets: Pick<Secrets, 'publish' | 'redact'>, target: Target): void {
  const { server, challenge, scopesSupported = [] } = target
  const { issuer, authorizationEndpoint, tokenEndpoint, registrationEndpoint, revocationEndpoint } = server
  publishUrls(secrets, issuer, authorizationEndpoint, tokenEndpoint, registrationEndpoint, revocationEndpoint)
  publishUnlessSecret(secrets, challenge?.scope, ...scopesSupported, ...(server.scopesSupported ?? []))
}

/** Of a token record, or of a record of registrations. */
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
