import { authorizationServerMetadataUrls, protectedResourceMetadataUrls } from '@fast-agent-auth/discovery'
import { buildDiscoveryUrls, discoverOAuthProtectedResourceMetadata } from '@modelcontextprotocol/client'
import { it } from 'vitest'
import { compare } from '../../src/differential.ts'
import { issuerDifferences, serverUrlDifferences } from './differences.ts'
import { issuer, type Place, pathOf, serverUrl } from './url-grammar.ts'

const withoutSlash = (segments: readonly string[]): readonly string[] =>
  segments.at(-1) === '' ? segments.slice(0, -1) : segments

/** In the order of MCP 2026-07-28: path inserted (RFC 8414 §3.1), the same with OpenID's name, path appended. */
function issuerUrls({ origin, segments }: Place): readonly string[] {
  const base = new URL(origin).origin
  const path = pathOf(withoutSlash(segments))
  const inserted = ['oauth-authorization-server', 'openid-configuration'].map(
    (name) => `${base}/.well-known/${name}${path}`,
  )
  return path === '' ? inserted : [...inserted, `${base}${path}/.well-known/openid-configuration`]
}

/** Path and query inserted (RFC 9728 §3.1); the path without slash and query, its parent and the root; none twice. */
function serverUrls({ origin, segments, query }: Place): readonly string[] {
  const path = pathOf(segments)
  const plain = pathOf(withoutSlash(segments))
  const parent = pathOf(withoutSlash(segments).slice(0, -1))
  const paths = new Set([(path === '/' ? '' : path) + query, plain, parent, ''])
  return [...paths].map((path) => `${new URL(origin).origin}/.well-known/oauth-protected-resource${path}`)
}

/** The places in which the SDK looks, one after the other, when there is nothing anywhere. */
async function askedBySdk(url: string): Promise<readonly string[]> {
  const asked: string[] = []
  const fetch = async (url: string | URL): Promise<Response> => {
    asked.push(String(url))
    return new Response(undefined, { status: 404 })
  }
  await discoverOAuthProtectedResourceMetadata(url, undefined, fetch).catch(() => undefined)
  return asked
}

it('looks for the metadata of an issuer where the SDK does but for the listed differences', async () => {
  await compare<Place, readonly string[] | undefined>({
    input: issuer,
    ours: ({ url }) => authorizationServerMetadataUrls(url),
    theirs: ({ url }) => {
      try {
        return buildDiscoveryUrls(url).map(({ url }) => url.href)
      } catch {
        return undefined
      }
    },
    truth: issuerUrls,
    differences: issuerDifferences,
  })
})

it('looks for the metadata of a server where the SDK does but for the listed differences', async () => {
  await compare({
    input: serverUrl,
    ours: ({ url }) => protectedResourceMetadataUrls(url),
    theirs: ({ url }) => askedBySdk(url),
    truth: serverUrls,
    differences: serverUrlDifferences,
  })
})
