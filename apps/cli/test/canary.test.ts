import { describe, expect, it } from 'vitest'
import { selectStore } from '../src/stores/select-store.ts'
import { createNest, type Echo, type Endpoint, type Nest, planted } from './canary.ts'
import { folderWith } from './support/files.ts'
import { freePort } from './support/servers.ts'
import { type Finished, type RunOptions, runHere } from './support/world.ts'

/** Text that headers take, C1 controls too. */
const header = (words: string): string => words.replace(/[^\x20-\xff]|\x7f|"/g, '').slice(0, 4000)

const everywhere = (words: string): object => ({
  error_description: words,
  error_uri: `https://evil.example.com/?${new URLSearchParams({ words })}`,
  message: words,
  scope: words,
  resource: words,
  resource_name: words,
  issuer: words,
  client_name: words,
  details: { received: [words] },
})

const json =
  (status: number, members: (words: string) => object): Echo =>
  (words) =>
    Response.json(members(words), { status })

const page =
  (status: number, name: string): Echo =>
  (words) =>
    new Response(`<pre>${words}`, { status, headers: { [name]: header(words) } })

const challenge =
  (status: number, parameters: (words: string) => string): Echo =>
  (words) =>
    new Response(words, { status, headers: { 'www-authenticate': `Bearer ${parameters(header(words))}` } })

const redirect: Echo = (words) => {
  const location = `https://evil.example.com/?${new URLSearchParams({ words })}`
  return new Response(null, { status: 302, headers: { location } })
}

const echoes: readonly (readonly [string, Echo])[] = [
  ['in every member of an error', json(400, (words) => ({ ...everywhere(words), error: 'invalid_request' }))],
  ['as the error itself', json(400, (words) => ({ error: words }))],
  ['as an error that ends tokens', json(400, (words) => ({ ...everywhere(words), error: 'invalid_grant' }))],
  ['in a success that is none', json(200, everywhere)],
  ['as a scope', json(200, (scope) => ({ access_token: 'a-new-access-token', token_type: 'bearer', scope }))],
  ['as a type of tokens', json(200, (words) => ({ access_token: 'a-new-access-token', token_type: words }))],
  ['in a page with 403', page(403, 'x-words')],
  ['in a page with 500', page(500, 'x-words')],
  ['in the time to wait', page(429, 'retry-after')],
  ['in a redirect', redirect],
  [
    'in a challenge',
    challenge(401, (words) => `error="invalid_token", error_description="${words}", realm="${words}"`),
  ],
  ['in a challenge for more scope', challenge(403, (words) => `error="insufficient_scope", scope="${words}"`)],
  [
    'in a challenge that leads elsewhere',
    challenge(
      401,
      (words) => `resource_metadata="https://evil.example.com/${encodeURIComponent(words.slice(0, 900))}"`,
    ),
  ],
]

const back: Echo = (words, { url }) => {
  const asked = new URL(url).searchParams
  const location = new URL(asked.get('redirect_uri') ?? '')
  const answer = { error: 'access_denied', error_description: words, error_uri: words, state: asked.get('state') ?? '' }
  location.search = new URLSearchParams({ ...answer, iss: new URL(url).origin }).toString()
  return new Response(null, { status: 302, headers: { location: location.href } })
}

/** Tools whose names, descriptions and results are words from elsewhere. */
function speakInTools({ mock, words }: Nest): void {
  mock.override.mcp = async (request) => {
    const { id, method } = JSON.parse((await request.clone().text()) || '{}')
    if (method !== 'tools/list' && method !== 'tools/call') return undefined
    const text = await words(request)
    const tool = { name: `t-${text}`, description: text, inputSchema: { type: 'object', [text]: { text } } }
    const content = [{ type: 'text', text: `${text}\n\t${text}` }]
    return Response.json({ jsonrpc: '2.0', id, result: method === 'tools/list' ? { tools: [tool] } : { content } })
  }
}

const call = ['call', 'hostile', 'echo', '{"message":"x"}']
const login = ['login', 'hostile', '--no-browser', '--timeout', '1']
const plan: readonly (readonly [Endpoint, readonly (readonly string[])[]])[] = [
  ['token', [['token', 'hostile'], login, [...login, '--force'], ['tools', 'hostile'], call]],
  ['mcp', [['tools', 'hostile'], call]],
  ['register', [[...login, '--reset-client']]],
  ['revoke', [['clear', 'hostile', '--yes']]],
  ['resourceMetadata', [[...login, '--force']]],
  ['authorizationServerMetadata', [[...login, '--force']]],
  ['authorize', [[...login, '--force']]],
]

const ways: readonly (readonly [readonly string[], RunOptions])[] = [
  [[], { isTTY: true, columns: 60 }],
  [[], {}],
  [['--json'], { isTTY: true }],
]

/** Without the links, which carry what a sign-in is asked with. */
const withoutLinks = (text: string): string =>
  text.replaceAll(/^http\S+\/authorize\?\S+$/gm, '').replaceAll(/"url":"http[^"]+\/authorize\?[^"]+"/g, '')

function leaks(nest: Nest, { stdout, stderr }: Pick<Finished, 'stdout' | 'stderr'>): readonly string[] {
  const text = [withoutLinks(stdout), withoutLinks(stderr), ...nest.pages].join('\n')
  const forms = (secret: string): readonly string[] => [
    secret,
    secret.slice(0, 16),
    encodeURIComponent(secret),
    btoa(secret),
  ]
  return [...nest.secrets()].flatMap(([secret, name]) =>
    forms(secret).some((form) => text.includes(form)) ? [name] : [],
  )
}

/** Characters that act on a terminal, other than the sequences of this program. */
function acting(text: string): readonly string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the ones of this program
  const foreign = text.replaceAll(/\u001b\[(?:1|22|2|3[123]|39)m|\r\u001b\[K/g, '')
  return foreign.match(/[^\P{Cc}\n\t]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu) ?? []
}

async function seenIn(nest: Nest, argv: readonly string[]): Promise<readonly string[]> {
  const seen: string[] = []
  for (const [more, options] of ways) {
    const finished = await nest.run([...argv, ...more], options)
    // The token itself is what was asked for.
    const said = { stderr: finished.stderr, stdout: argv[0] === 'token' ? '' : finished.stdout }
    seen.push(...leaks(nest, said), ...acting(said.stdout + said.stderr).map((found) => JSON.stringify(found)))
    if (more.length === 0) continue
    for (const line of finished.stderr.split('\n').filter(Boolean)) expect(() => JSON.parse(line)).not.toThrow()
    if (finished.stdout !== '') expect(() => JSON.parse(finished.stdout)).not.toThrow()
  }
  return seen.map((found) => `${found} in ${argv.join(' ')}`)
}

describe.each(plan)('%s repeats every secret among escape sequences', (endpoint, commands) => {
  it.each(endpoint === 'authorize' ? [['to the browser', back] as const] : echoes)(
    '%s, and neither comes to stdout, stderr or a page',
    async (_, echo) => {
      const nest = await createNest()
      nest.echo(endpoint, echo)
      const seen: string[] = []
      for (const argv of commands) seen.push(...(await seenIn(nest, argv)))
      expect(nest.secrets().size).toBeGreaterThan(8)
      expect(seen).toEqual([])
    },
  )
})

it.each(['file', 'environment'] as const)(
  'the token endpoint repeats the secret of a client that the user has registered, from the %s, and nobody sees it',
  async (place) => {
    const nest = await createNest({ secret: 'canary-own-secret-4f5a6b7c', in: place })
    const seen: string[] = []
    for (const [, echo] of echoes) {
      nest.echo('token', echo)
      for (const argv of [
        ['token', 'hostile'],
        [...login, '--force'],
      ])
        seen.push(...(await seenIn(nest, argv)))
    }
    expect(nest.mock.requestsTo('register')).toEqual([])
    expect(seen).toEqual([])
  },
)

it('the names, descriptions and results of tools hold neither, but all else that they said', async () => {
  const nest = await createNest()
  speakInTools(nest)
  expect([...(await seenIn(nest, ['tools', 'hostile'])), ...(await seenIn(nest, call))]).toEqual([])
  const { stdout } = await nest.run([...call, '--json'])
  expect(JSON.parse(stdout).content[0].text).toContain('\u001b[2J')
})

it('finds what is not held back', async () => {
  const nest = await createNest()
  const { stdout } = await nest.run(['token', 'hostile'])
  expect(leaks(nest, { stdout, stderr: '' })).toEqual(['new token'])
  expect(acting('a\u001b[2Jb\u202e')).toEqual(['\u001b', '\u202e'])
})

it.each([
  [['status']],
  [['status', 'notes']],
  [['token', 'notes']],
  [['login', 'notes']],
  [['clear', 'notes', '--yes']],
])('the password of a Redis that cannot be reached is not told by %j', async (argv) => {
  const redisUrl = `redis://me:${planted.redisPassword}@127.0.0.1:${await freePort()}`
  const auth = `{ persist: redis, redis_url: "${redisUrl}" }`
  const cwd = await folderWith({
    'fast-agent.yaml': `mcp:\n  servers:\n    notes:\n      url: https://mcp.example.com/mcp\n      auth: ${auth}\n`,
  })
  for (const more of [[], ['--json']]) {
    const { stdout, stderr } = await runHere([...argv, ...more], { cwd, env: { DISPLAY: ':0' }, selectStore })
    expect(stdout + stderr).toContain('Redis')
    expect(stdout + stderr).not.toContain(planted.redisPassword)
  }
})
