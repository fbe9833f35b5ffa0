import { describe, expect, it } from 'vitest'
import type { Auth, AuthOptions } from '../src/index.ts'
import { createNest, type Echo, type Endpoint, type Nest } from './canary.ts'

/** The part of a text that a header takes. */
const header = (words: string): string => words.replace(/[^\x20-\x7e]|"/g, '').slice(0, 4000)

const json =
  (status: number, members: (words: string) => object): Echo =>
  (words) =>
    Response.json(members(words), { status })

const everywhere = (words: string): object => ({
  error: 'invalid_request',
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

export const echoes: readonly (readonly [string, Echo])[] = [
  ['in every member of an error', json(400, everywhere)],
  ['in a 401 of its own', json(401, (words) => ({ ...everywhere(words), error: 'invalid_client' }))],
  ['as the error itself', json(400, (words) => ({ error: words }))],
  ['as an error that ends tokens', json(400, (words) => ({ error: 'invalid_grant', error_description: words }))],
  ['in words for a URL', json(400, (words) => ({ error: 'no', error_description: encodeURIComponent(words) }))],
  ['in a success that is none', json(200, (words) => ({ ...everywhere(words), error: undefined }))],
  ['as a type of tokens', json(200, (words) => ({ access_token: 'a-new-access-token', token_type: words }))],
  ['as a scope', json(200, (words) => ({ access_token: 'a-new-access-token', token_type: 'bearer', scope: words }))],
  ['as a token that no header can carry', json(200, (words) => ({ access_token: words, token_type: 'bearer' }))],
  ['in a page with 403', (words) => new Response(`<pre>${words}`, { status: 403 })],
  [
    'in a page with 500',
    (words) => new Response(`<pre>${words}`, { status: 500, headers: { 'x-words': header(words) } }),
  ],
  ['in the time to wait', (words) => new Response(words, { status: 429, headers: { 'retry-after': header(words) } })],
  [
    'in a redirect',
    (words) =>
      new Response(null, {
        status: 302,
        headers: { location: `https://evil.example.com/?${new URLSearchParams({ words })}` },
      }),
  ],
  [
    'in a redirect to itself',
    (words, { url }) =>
      new Response(null, { status: 307, headers: { location: `${url}&w=${encodeURIComponent(words)}` } }),
  ],
  [
    'in a challenge',
    (words) =>
      new Response(words, {
        status: 401,
        headers: {
          'www-authenticate': `Bearer error="invalid_token", error_description="${header(words)}", realm="${header(words)}"`,
        },
      }),
  ],
  [
    'in a challenge for more scope',
    (words) =>
      new Response(words, {
        status: 403,
        headers: { 'www-authenticate': `Bearer error="insufficient_scope", scope="${header(words)}"` },
      }),
  ],
  [
    'in a challenge that leads elsewhere',
    (words) =>
      new Response(words, {
        status: 401,
        headers: {
          'www-authenticate': `Bearer resource_metadata="https://evil.example.com/${encodeURIComponent(words).slice(0, 3000)}"`,
        },
      }),
  ],
  ['and then nothing', () => Response.error()],
]

/** An answer to the browser with the words of an error. */
export const back: Echo = (words, { url }) => {
  const asked = new URL(url).searchParams
  const location = new URL(asked.get('redirect_uri') ?? '')
  const answer = { error: 'access_denied', error_description: words, error_uri: words, state: asked.get('state') ?? '' }
  location.search = new URLSearchParams({ ...answer, iss: new URL(url).origin }).toString()
  return new Response(null, { status: 302, headers: { location: location.href } })
}

type Work = (auth: Auth, nest: Nest) => Promise<unknown>

const works: Readonly<Record<string, Work>> = {
  'token()': (auth) => auth.token(),
  'login()': (auth) => auth.login(),
  'login({ force })': (auth) => auth.login({ force: true }),
  'login({ registerAnew })': (auth) => auth.login({ registerAnew: true }),
  'fetch()': (auth, { send }) => send(auth),
  'logout()': (auth) => auth.logout(),
  'status()': async (auth) => {
    await auth.login({ force: true }).catch(() => undefined)
    return auth.status()
  },
  async 'begin() and finish()'(auth, { tell }) {
    const { url, pending } = await auth.begin({ redirectUri: 'http://127.0.0.1:9/callback' })
    const { headers } = await fetch(url, { redirect: 'manual' })
    const location = headers.get('location') ?? ''
    if (!location.startsWith('http://127.0.0.1:9/')) return
    await auth.finish(pending, new URL(location)).catch((error: unknown) => tell(error))
  },
}

/** The work that makes an endpoint speak. */
const plan: Readonly<Record<Endpoint, readonly string[]>> = {
  token: ['token()', 'login()', 'login({ force })', 'fetch()', 'status()', 'begin() and finish()'],
  mcp: ['fetch()'],
  register: ['login({ registerAnew })'],
  revoke: ['logout()'],
  resourceMetadata: ['login({ force })'],
  authorizationServerMetadata: ['login({ force })'],
  authorize: ['login({ force })', 'begin() and finish()'],
}

export const endpoints: readonly Endpoint[] = Object.keys(plan) as Endpoint[]

export const signIns: readonly AuthOptions[] = [{ interactive: false }, { interactive: true }]

/** The names of the secrets that stand in what was told. */
export function leaks({ secrets, told }: Nest): readonly string[] {
  const text = told()
  const forms = (secret: string): readonly string[] => [
    secret,
    secret.slice(0, 16),
    encodeURIComponent(secret),
    btoa(secret),
  ]
  return [...secrets()].flatMap(([secret, name]) => (forms(secret).some((form) => text.includes(form)) ? [name] : []))
}

/** The names of the secrets that were seen in the course of some work while an endpoint repeated them. */
export async function seenIn(
  nest: Nest,
  name: string,
  options: AuthOptions,
  repeat: () => () => void,
): Promise<readonly string[]> {
  const auth = await nest.signedIn(options)
  const stop = repeat()
  // Tokens are secret, and given to whoever asks for them.
  const given = name === 'logout()' || name === 'status()'
  const outcome = await works[name]?.(auth, nest).then(
    (result) => (given ? result : 'done'),
    (error: unknown) => error,
  )
  stop()
  nest.tell(outcome)
  expect(nest.secrets().size).toBeGreaterThan(7)
  return leaks(nest).map((leak) => `${leak} in ${name}`)
}

/** Has an endpoint repeat all that it or another one has heard, in every way, in all the works of the plan. */
export function describeEchoes(endpoint: Endpoint): void {
  describe(`${endpoint} repeats every secret`, () => {
    it.each(endpoint === 'authorize' ? [['to the browser', back] as const, ...echoes] : echoes)(
      '%s, and none is in an event, an error, a link or a page',
      async (_, echo) => {
        const nest = await createNest()
        const seen: string[] = []
        for (const name of plan[endpoint]) {
          for (const options of signIns)
            seen.push(...(await seenIn(nest, name, options, () => nest.echo(endpoint, echo))))
        }
        expect(seen).toEqual([])
      },
    )
  })
}
