import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { DiscoveryError, discover, isSameIssuer } from '../src/index.ts'
import { isTarget } from '../src/internal.ts'
import { refuseUrl } from '../src/untrusted/index.ts'

const serverUrl = 'https://mcp.example.com/mcp'
const issuer = 'https://as.example.com'

const resourceMetadata: Readonly<Record<string, unknown>> = {
  resource: serverUrl,
  authorization_servers: [issuer],
  scopes_supported: ['a', 'b'],
}
const serverMetadata: Readonly<Record<string, unknown>> = {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  registration_endpoint: `${issuer}/register`,
  revocation_endpoint: `${issuer}/revoke`,
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['none'],
  authorization_response_iss_parameter_supported: true,
}

const hostileUrl = fc.constantFrom(
  ...[
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'vscode://a',
    'http://as.example.com/',
    '-o',
    '',
  ],
  ...['https://user:pw@as.example.com/', 'https://as.example.com.evil.com/', 'https://127.0.0.1/', 'http://localhost/'],
  ...['https://10.0.0.1/', 'https://169.254.169.254/', 'https://2130706433/', 'https:\\\\evil.com/', 'https://a\nb/'],
  ...[
    'https://аs.example.com/',
    'https://as.example.com/\u202e',
    `https://as.example.com/${'x'.repeat(9000)}`,
    '//evil.com/',
  ],
  ...[
    'https://AS.example.com',
    'https://as.example.com/',
    'https://as.example.com/{tenantid}',
    'https://as.example.com#a',
  ],
)
const value = fc.oneof(
  hostileUrl,
  fc.jsonValue({ maxDepth: 2 }),
  fc.array(hostileUrl, { maxLength: 3 }),
  fc.constantFrom('__proto__', 'constructor', null, [], {}),
)

/** A document of which a few members are something else. */
function spoiled(document: Readonly<Record<string, unknown>>): fc.Arbitrary<unknown> {
  const members = fc.dictionary(fc.constantFrom(...Object.keys(document)), value, { maxKeys: 2 })
  const left = fc.subarray(Object.keys(document), { maxLength: 1 })
  return fc.oneof(
    {
      weight: 8,
      arbitrary: fc.tuple(members, left).map(([others, gone]) => {
        const all = { ...document, ...others }
        return Object.fromEntries(Object.entries(all).filter(([name]) => !gone.includes(name)))
      }),
    },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  )
}

const challenge = fc.oneof(
  fc.constantFrom('Bearer', 'Bearer scope="a b"', 'Bearer realm=x,', 'Basic realm="x", Bearer scope=a'),
  hostileUrl.map((url) => `Bearer resource_metadata="${url.replace(/[^\x20-\x7e]/g, '')}"`),
  fc.string({ maxLength: 30 }),
)

describe('whatever servers publish', () => {
  it('discovery ends with a target whose every URL is safe, or with an error that names a code and holds no control character', async () => {
    const ends = { found: 0, failed: 0 }
    await fc.assert(
      fc.asyncProperty(
        spoiled(resourceMetadata),
        spoiled(serverMetadata),
        challenge,
        async (resource, server, header) => {
          const asked: string[] = []
          const fetch: typeof globalThis.fetch = async (input) => {
            const url = String(input)
            asked.push(url)
            if (url === serverUrl) return new Response(null, { status: 401, headers: { 'www-authenticate': header } })
            if (url.includes('oauth-protected-resource')) return Response.json(resource)
            return url.includes('.well-known') ? Response.json(server) : new Response(null, { status: 404 })
          }
          try {
            const target = await discover(serverUrl, { fetch })
            ends.found++
            expect(isTarget(target)).toBe(true)
            expect(isSameIssuer(target.server.issuer, String((server as { issuer?: unknown })?.issuer))).toBe(
              target.legacy !== 'default_endpoints',
            )
            expect(new URL(target.resource).origin).toBe('https://mcp.example.com')
          } catch (error) {
            ends.failed++
            if (!(error instanceof DiscoveryError)) throw error
            expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
            expect(error.message.length).toBeLessThan(8000)
          }
          expect(asked.filter((url) => refuseUrl(url) !== undefined)).toEqual([])
          expect(asked.length).toBeLessThan(40)
        },
      ),
      hostile(1500),
    )
    expect([ends.found > 50, ends.failed > 50]).toEqual([true, true])
  })

  it('nobody but the server and those that it names is asked', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.webUrl({ validSchemes: ['https'] }), { minLength: 1, maxLength: 4 }),
        async (issuers) => {
          const hosts = new Set([serverUrl, ...issuers].map((url) => new URL(url).host))
          const fetch: typeof globalThis.fetch = async (input) => {
            const url = String(input)
            expect(hosts).toContain(new URL(url).host)
            if (url === serverUrl) return new Response(null, { status: 401 })
            return url.includes('oauth-protected-resource')
              ? Response.json({ resource: serverUrl, authorization_servers: issuers })
              : new Response(null, { status: 404 })
          }
          await expect(discover(serverUrl, { fetch })).rejects.toBeInstanceOf(DiscoveryError)
        },
      ),
      hostile(300),
    )
  })
})

describe('whatever was kept', () => {
  const target = {
    serverUrl,
    resource: serverUrl,
    server: {
      issuer,
      authorizationEndpoint: `${issuer}/authorize`,
      tokenEndpoint: `${issuer}/token`,
      registrationEndpoint: `${issuer}/register`,
      revocationEndpoint: `${issuer}/revoke`,
      authorizationResponseIssParameterSupported: true,
      clientIdMetadataDocumentSupported: false,
    },
  }
  const endpoints = ['issuer', 'authorizationEndpoint', 'tokenEndpoint', 'registrationEndpoint', 'revocationEndpoint']

  it('counts as a target only where every endpoint is safe', () => {
    const taken = { yes: 0, no: 0 }
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...endpoints), value, { maxKeys: 2 }), (others) => {
        const kept = { ...target, server: { ...target.server, ...others } }
        const is = isTarget(JSON.parse(JSON.stringify(kept)))
        taken[is ? 'yes' : 'no']++
        if (!is) return
        const urls = endpoints.map((name) => (kept.server as Record<string, unknown>)[name])
        expect(urls.filter((url) => url !== undefined && refuseUrl(url) !== undefined)).toEqual([])
      }),
      hostile(1000),
    )
    expect([taken.yes > 20, taken.no > 200]).toEqual([true, true])
  })

  it('is looked at without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (kept) => {
        expect(typeof isTarget(kept)).toBe('boolean')
      }),
      hostile(500),
    )
  })
})
