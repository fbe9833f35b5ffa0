import type { Target } from '@fast-agent-auth/discovery'
import { expect, it } from 'vitest'
import { type BeginOptions, begin } from '../src/steps.ts'
import { targetAt } from './target-at.ts'

const tls = targetAt('https://as.example')
const plain = targetAt('http://192.168.0.9:80')
const inside = targetAt('https://10.0.0.7')
const silent = targetAt('https://as.example', { codeChallengeMethodsSupported: undefined })
const served: Target = { ...tls, serverUrl: 'http://192.168.0.9/mcp', resource: 'http://192.168.0.9/mcp' }

/** The notices before the window of a sign-in at a server, with these options. */
async function noticesOf(target: Target, options: Partial<BeginOptions>) {
  const events: unknown[] = []
  const client = { id: 'mine' }
  const redirectUri = 'http://127.0.0.1:3030/callback'
  await begin(target, { client, redirectUri, onEvent: (event) => events.push(event), ...options })
  return events
}

it.each([
  ['of an endpoint over http', plain, { httpHosts: ['192.168.0.9'] }, 'allowed_http', 'http://192.168.0.9 '],
  ['of a server over http', served, { httpHosts: ['192.168.0.9'] }, 'allowed_http', 'http://192.168.0.9 '],
  ['of an endpoint in a network', inside, { networks: ['private'] }, 'allowed_network', 'https://10.0.0.7 '],
  ['of PKCE that is not announced', silent, { pkce: 'assume-s256' }, 'unadvertised_pkce', 'https://as.example '],
] as const)(
  'a departure that an option allows is told before the window: that %s',
  async (_, target, options, rule, of) => {
    expect(await noticesOf(target, options)).toEqual([
      expect.objectContaining({
        type: 'notice',
        rule,
        serverUrl: target.serverUrl,
        issuer: target.server.issuer,
        message: expect.stringContaining(of),
      }),
    ])
  },
)

it.each([
  ['the challenge', { ...tls, challenge: { scope: 'fine a"b' } }],
  ['the metadata', { ...tls, scopesSupported: ['fine', 'a"b'] }],
])(
  'a scope of %s that no scope may look like is told before the window, unless another is asked for',
  async (_, target) => {
    expect(await noticesOf(target, {})).toMatchObject([
      {
        rule: 'unusable_scope',
        message:
          'https://mcp.example.com/mcp asks for "a"b", which has characters that no scope may have (RFC 6749 §3.3); it is left out.',
      },
    ])
    expect(await noticesOf(target, { scope: 'other' })).toEqual([])
  },
)

it.each([
  ['a server that keeps all rules', tls],
  [
    'a server and its authorization server on this machine',
    { ...targetAt('http://localhost:9000'), serverUrl: 'http://127.0.0.1:9/' },
  ],
  ['an authorization server in the network of its server', { ...inside, serverUrl: 'https://10.0.0.1/mcp' }],
])('nothing is told of %s, whatever is allowed', async (_, target) => {
  const options = { httpHosts: ['192.168.0.9'], networks: ['private'], pkce: 'assume-s256' } as const
  expect(await noticesOf(target, options)).toEqual([])
})
