import { expect, it } from 'vitest'
import { type AuthorizeOptions, authorize } from '../src/steps.ts'
import { createWorld } from './world.ts'

const server = 'https://mcp.example.com/mcp'
const issuer = 'https://auth.example.com'
const client = { id: 'mine', secret: 'hush-hush-hush' }

const nobody = new Error('There is nobody to ask.')

/** A sign-in to a server with other metadata, where no way back can be opened. */
async function failureAt(metadata: object, options: Partial<AuthorizeOptions> = {}) {
  const world = createWorld()
  world.mock.override.authorizationServerMetadata = async (_, answer) =>
    Response.json({ ...(await (await answer()).json()), ...metadata })
  const listen = () => Promise.reject(nobody)
  const error: unknown = await authorize(server, { ...world.options, ...options, listen }).catch((thrown) => thrown)
  return { error, ...world }
}

it.each<[string, object, Partial<AuthorizeOptions>, object]>([
  ['says nothing of PKCE', { code_challenge_methods_supported: undefined }, {}, { code: 'pkce_unsupported' }],
  ['has no S256', { code_challenge_methods_supported: ['plain'] }, {}, { code: 'pkce_unsupported' }],
  [
    'registers no clients',
    { registration_endpoint: undefined },
    {},
    {
      code: 'registration_required',
      message: `${issuer} registers no clients by itself. Register an application there with a redirect URI of this machine that the server accepts (option redirect), and set the option client: { id: '…' }; if the application gets a secret, client: { id: '…', secret: '…' } and issuer: '${issuer}'.`,
      details: {
        issuer,
        option: 'client',
        redirectUri: undefined,
        problem: `${issuer} registers no clients by itself.`,
      },
    },
  ],
  [
    'takes no client authentication that we have',
    { token_endpoint_auth_methods_supported: ['private_key_jwt'], registration_endpoint: undefined },
    {},
    { code: 'registration_required', details: { option: 'client.tokenEndpointAuthMethod' } },
  ],
  [
    'is not said to be the one that the secret is for',
    {},
    { client },
    { code: 'registration_required', details: { option: 'issuer', options: [{ option: 'issuer', value: issuer }] } },
  ],
  ['would be asked for what is no scope', {}, { scope: 'a"b' }, { code: 'invalid_option' }],
])('first is said what no way back would help: the server %s', async (_, metadata, options, expected) => {
  const { error, mock } = await failureAt(metadata, options)
  expect(error).toMatchObject(expected)
  expect([...mock.requestsTo('register'), ...mock.requestsTo('authorize')]).toEqual([])
})

it.each<[string, object, Partial<AuthorizeOptions>]>([
  ['registers us', {}, {}],
  ['knows a client of ours', { registration_endpoint: undefined }, { client: { id: 'mine' } }],
  ['is the one that the secret is for', {}, { client, issuer }],
])('says that no way back could be opened where all else is well: the server %s', async (_, metadata, options) => {
  const { error, mock } = await failureAt(metadata, options)
  expect(error).toBe(nobody)
  expect([...mock.requestsTo('register'), ...mock.requestsTo('authorize')]).toEqual([])
})

it.each([
  ['a denial', 'deny', false],
  ['a code', 'approve', true],
] as const)('an answer is told as one to exchange only where it is: %s', async (_, consent, told) => {
  const { options, events, mock } = createWorld({ consent })
  await authorize(server, options).catch(() => undefined)
  expect(events.some(({ type }) => type === 'callback_received')).toBe(told)
  expect(mock.requestsTo('token')).toHaveLength(Number(told))
})

it('a server that was mended is looked at again by the next try', async () => {
  const { error, mock, options } = await failureAt({ registration_endpoint: undefined })
  expect(error).toMatchObject({ code: 'registration_required' })
  mock.override.authorizationServerMetadata = undefined
  const listen = () => Promise.reject(nobody)
  await expect(authorize(server, { ...options, listen })).rejects.toBe(nobody)
})
