import { inspect } from 'node:util'
import { type MockServer, startMockServer } from '@fast-agent-auth/mock-server'
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { onTestFinished, vi } from 'vitest'
import { type Auth, type AuthEvent, type AuthOptions, createAuth } from '../src/index.ts'

/** Secrets that nobody but us and their server may see, planted where the mock issues none by itself. */
const planted = {
  urlKey: 'canary-url-key-b1f0c2d3',
  header: 'canary-header-7f3e9a21',
  idToken: 'canary-id-token-0a9b8c7d6e',
  registrationToken: 'canary-registration-5e4d3c2b',
}

export type Endpoint =
  | 'mcp'
  | 'resourceMetadata'
  | 'authorizationServerMetadata'
  | 'register'
  | 'authorize'
  | 'token'
  | 'revoke'

/** An answer that repeats words, each in a way of its own. */
export type Echo = (words: string, request: Request) => Response

export interface Nest {
  readonly mock: MockServer
  /** Somebody who is signed in, and whose tokens have expired. What was before is forgotten by everybody. */
  readonly signedIn: (more?: AuthOptions) => Promise<Auth>
  /** Another program of the same person. */
  readonly open: (more?: AuthOptions) => Auth
  /** Everything that must not be seen, with its name. */
  readonly secrets: () => ReadonlyMap<string, string>
  /** From now on an endpoint repeats all that it or another one has heard; and then no more. */
  readonly echo: (endpoint: Endpoint, answer: Echo) => () => void
  readonly send: (auth: Auth) => Promise<Response>
  /** Keeps what a person or a program could see. */
  readonly tell: (...values: readonly unknown[]) => void
  readonly told: () => string
}

/** In ms: long enough for any sign-in. Where nothing leads back, nobody waits for its end. */
const timeout = 123_456

/** Ends every wait of that length at once. */
function endableWaits(): () => void {
  const { setTimeout: start } = globalThis
  const ends: (() => void)[] = []
  vi.spyOn(globalThis, 'setTimeout').mockImplementation((end, delay, ...args) => {
    if (delay === timeout) ends.push(end)
    return start(end, delay, ...args)
  })
  onTestFinished(() => void vi.mocked(globalThis.setTimeout).mockRestore())
  return () => {
    for (const end of ends.splice(0)) end()
  }
}

/** A server that knows every secret there is; where one is `own`, for a client that the user has registered with it. */
export async function createNest({ own }: { readonly own?: string } = {}): Promise<Nest> {
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const mock = await startMockServer({
    serverUrl: `/mcp?apiKey=${planted.urlKey}`,
    tokenEndpointAuthMethod: 'client_secret_basic',
    challengeScope: 'mcp:read',
    anyLoopbackPort: true,
    clients: own === undefined ? [] : [{ ...ownClient, clientSecret: own }],
  })
  onTestFinished(() => mock.close())
  const endWaits = endableWaits()
  const registered: string[] = []
  const seen: string[] = []
  const states: string[] = []
  let tokensBefore: readonly string[] = []
  const tokens = (): readonly string[] => [...mock.accessTokens, ...mock.refreshTokens].map(({ value }) => value)
  mock.override.token = async (_, answer) => withMembers(await answer(), { id_token: planted.idToken })
  mock.override.register = async (_, answer) => {
    const response = await withMembers(await answer(), { registration_access_token: planted.registrationToken })
    registered.push((await response.clone().json()).client_secret)
    return response
  }
  const tell = (...values: readonly unknown[]): void => {
    for (const value of values) seen.push(inspect(value, inspection), JSON.stringify(value) ?? '')
  }
  /** Follows the link, and looks at the page in the end. */
  const openBrowser = async (url: URL): Promise<void> => {
    states.push(url.searchParams.get('state') ?? '')
    // The request names the server's own URL, with its key; the rest of the link is looked at.
    const link = new URL(url)
    for (const name of ['resource', 'state']) link.searchParams.delete(name)
    tell(link.href)
    const answer = await fetch(url, { redirect: 'manual' }).catch(() => Response.error())
    const location = answer.headers.get('location')
    if (location?.startsWith(url.searchParams.get('redirect_uri') ?? '-')) {
      const page = await fetch(location, { redirect: 'manual' })
      tell(await page.text(), [...page.headers])
    }
    // An answer that has not come back by now never will.
    endWaits()
  }

  const open = (more: AuthOptions = {}): Auth =>
    createAuth(mock.serverUrl, {
      store: memoryTokenStore(),
      ...(own !== undefined && { client: { id: ownClient.clientId, secret: own }, issuer: mock.issuer }),
      redirect: { port: 0 },
      timeout,
      openBrowser,
      // The link in an event is the one that is opened.
      onEvent: (event: AuthEvent) => tell({ ...event, url: undefined }),
      ...more,
    })

  async function signedIn(more: AuthOptions = {}): Promise<Auth> {
    const auth = open(more)
    mock.clear()
    tokensBefore = tokens()
    for (const list of [registered, states, seen]) list.length = 0
    await auth.login()
    vi.setSystemTime(Date.now() + 7_200_000)
    return auth
  }

  function secrets(): ReadonlyMap<string, string> {
    const found: (readonly [name: string, value: string | null | undefined])[] = [
      ...Object.entries(planted),
      ['own client secret', own],
      ...registered.map((secret) => ['client secret', secret] as const),
      ...tokens().flatMap((token) => (tokensBefore.includes(token) ? [] : [['token', token] as const])),
      ...states.map((state) => ['state', state] as const),
      ...mock
        .requestsTo('token')
        .flatMap(({ form, headers }) => [
          ['code', form?.get('code')] as const,
          ['verifier', form?.get('code_verifier')] as const,
          ['basic credentials', headers.get('authorization')?.split(' ')[1]] as const,
        ]),
    ]
    // A server without registration has never heard of it.
    const heard = found.filter(([name]) => name !== 'registrationToken' || own === undefined)
    return new Map(heard.flatMap(([name, value]) => (value ? [[value, name] as const] : [])))
  }

  return {
    mock,
    signedIn,
    open,
    secrets,
    tell,
    told: () => seen.join('\n'),
    send: ({ fetch: send }) =>
      send(mock.serverUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': planted.header },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
      }),
    echo(endpoint, answer) {
      const before = mock.override[endpoint]
      mock.override[endpoint] = async (request) => {
        // Discovery without a token is told as before.
        if (endpoint === 'mcp' && !request.headers.has('authorization')) return undefined
        const own = new URLSearchParams(await request.clone().text())
        const words = [...secrets().keys(), ...own.values(), ...new URL(request.url).searchParams.values()]
        // The header was sent to the MCP server alone.
        const heard = words.filter((word) => word.length > 7 && (endpoint === 'mcp' || word !== planted.header))
        return answer([...new Set(heard)].join(' '), request)
      }
      return () => {
        mock.override[endpoint] = before
      }
    },
  }
}

const ownClient = {
  clientId: 'mine',
  redirectUris: ['http://127.0.0.1/callback'],
  tokenEndpointAuthMethod: 'client_secret_basic',
} as const

const inspection = { depth: 9, showHidden: true, maxStringLength: null, maxArrayLength: null } as const

async function withMembers(response: Response, members: object): Promise<Response> {
  if (response.status >= 300) return response
  return Response.json({ ...(await response.json()), ...members }, { status: response.status })
}
