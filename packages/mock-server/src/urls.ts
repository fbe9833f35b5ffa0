import type { Settings } from './options.ts'

/** The URLs of all endpoints. Metadata that is not served has no URL. */
export interface Urls {
  readonly mcp: string
  readonly resourceMetadata: string | undefined
  readonly authorizationServerMetadata: string | undefined
  readonly authorize: string
  readonly token: string
  readonly register: string
  readonly revoke: string
}

export function urlsOf(settings: Settings): Urls {
  const base = settings.issuer.replace(/\/$/, '')
  return {
    mcp: new URL(settings.serverUrl).href,
    resourceMetadata: resourceMetadataUrl(settings),
    authorizationServerMetadata: authorizationServerMetadataUrl(settings),
    authorize: `${base}/authorize`,
    token: `${base}/token`,
    register: `${base}/register`,
    revoke: `${base}/revoke`,
    ...settings.endpoints,
  }
}

function resourceMetadataUrl(settings: Settings): string | undefined {
  const { origin, pathname, search } = new URL(settings.serverUrl)
  const root = `${origin}/.well-known/oauth-protected-resource`
  if (settings.resourceMetadata === 'none') return undefined
  if (settings.resourceMetadata === 'root') return root
  // Only a slash directly after the host is removed (RFC 9728 §3.1).
  return `${root}${pathname === '/' ? '' : pathname}${search}`
}

function authorizationServerMetadataUrl(settings: Settings): string | undefined {
  const { origin, pathname } = new URL(settings.issuer)
  const path = pathname.replace(/\/$/, '')
  if (settings.authorizationServerMetadata === 'none') return undefined
  if (settings.authorizationServerMetadata === 'oidc') return `${origin}${path}/.well-known/openid-configuration`
  return `${origin}/.well-known/oauth-authorization-server${path}`
}
