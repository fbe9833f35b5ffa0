import { partsOf } from '@fast-agent-auth/discovery/untrusted'
import { expect, it } from 'vitest'
import { authorize } from '../src/steps.ts'
import { change, issuer, recordsOf, server } from './token-answers.ts'
import { createWorld } from './world.ts'

const unsupported = `The authorization server ${issuer} does not support the PKCE method S256, and allow.unadvertisedPkce does not change that. If its metadata is wrong, set the option authorizationServer; else tell its operator.`
const unsaid = `The authorization server ${issuer} does not say that it supports PKCE (code_challenge_methods_supported). If you know that it does, set the option allow.unadvertisedPkce of createAuth, or pkce: 'assume-s256' of this package.`
const onlyTakes = (named: string): string =>
  `${issuer} takes only the client authentication ${named}, which is not supported here. If it takes another, set the option client: { id, tokenEndpointAuthMethod }.`

const noRegistration = { registration_endpoint: undefined }

it.each<readonly [string, object, string, string]>([
  ['no code_challenge_methods_supported', { code_challenge_methods_supported: undefined }, 'pkce_unsupported', unsaid],
  ['code_challenge_methods_supported of null', { code_challenge_methods_supported: null }, 'pkce_unsupported', unsaid],
  [
    'an empty code_challenge_methods_supported',
    { code_challenge_methods_supported: [] },
    'pkce_unsupported',
    unsupported,
  ],
  [
    'code_challenge_methods_supported of plain alone',
    { code_challenge_methods_supported: ['plain'] },
    'pkce_unsupported',
    unsupported,
  ],
  [
    'code_challenge_methods_supported that is the text S256',
    { code_challenge_methods_supported: 'S256' },
    'pkce_unsupported',
    unsupported,
  ],
  [
    'code_challenge_methods_supported with a number',
    { code_challenge_methods_supported: ['S256', 7] },
    'pkce_unsupported',
    unsupported,
  ],
  [
    'private_key_jwt alone',
    { token_endpoint_auth_methods_supported: ['private_key_jwt'], ...noRegistration },
    'registration_required',
    onlyTakes('"private_key_jwt"'),
  ],
  [
    'tls_client_auth alone',
    { token_endpoint_auth_methods_supported: ['tls_client_auth'], ...noRegistration },
    'registration_required',
    onlyTakes('"tls_client_auth"'),
  ],
  [
    'both of these',
    { token_endpoint_auth_methods_supported: ['private_key_jwt', 'tls_client_auth'], ...noRegistration },
    'registration_required',
    onlyTakes('"private_key_jwt", "tls_client_auth"'),
  ],
  [
    'that requests must be pushed',
    { require_pushed_authorization_requests: true },
    'invalid_request',
    `"${issuer}" requires pushed authorization requests (RFC 9126), which are not supported here. No setting changes that.`,
  ],
])(
  'a server that now publishes %s is told of before a window opens, and nothing is lost (H13, H14, Q1)',
  async (_, members, code, message) => {
    const world = createWorld()
    await authorize(server, world.options)
    const before = await recordsOf(world.store)
    world.mock.clear()
    change(world, 'authorizationServerMetadata', members)
    const again = authorize(server, { ...world.options, rediscover: true, registerAnew: true })
    const error: unknown = await again.catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code, message })
    const asked = world.mock.requests.filter(({ endpoint }) => ['register', 'authorize', 'token'].includes(endpoint))
    expect([asked, world.windows.length, world.listening()]).toEqual([[], 1, 0])
    expect(world.outcomes.at(-1)).toEqual({ error: 'failed', message: partsOf(error as Error).problem })
    expect(await recordsOf(world.store)).toEqual(before)
  },
)
