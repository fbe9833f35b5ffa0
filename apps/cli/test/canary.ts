import { inspect } from 'node:util'
import type { MockServer } from '@fast-agent-auth/mock-server'
import { memoryTokenStore, type TokenStore } from '@fast-agent-auth/token-store'
import { folderWith } from './support/files.ts'
import { startMock } from './support/servers.ts'
import { expire } from './support/tokens.ts'
import { type Finished, type RunOptions, runHere } from './support/world.ts'

/** Secrets in the configuration and the environment, which no output may show. */
export const planted = {
  urlKey: 'canary-url-key-b1f0c2d3',
  header: 'canary-header-7f3e9a21',
  secretHeader: 'canary-secrets-file-5d6e7f80',
  otherSecret: 'canary-other-key-a0b1c2d3',
  storeKey: 'canary00canary11canary22canary33canary44canary55canary66canary77',
  redisPassword: 'canary-redis-9c8b7a65',
}

const ownClient = {
  clientId: 'mine',
  redirectUris: ['http://127.0.0.1/callback'],
  tokenEndpointAuthMethod: 'client_secret_basic',
} as const

/** Sequences that a terminal obeys, and characters that turn the direction of writing. */
const acts = '\u001b[2J\u001b]0;owned\u0007\u009b31m\u202e\u2066\u2028\r\u0000\b'

export type Echo = (words: string, request: Request) => Response
export type Endpoint = keyof MockServer['override']

export interface OwnSecret {
  readonly secret: string
  readonly in: 'file' | 'environment'
}

export interface Nest {
  readonly mock: MockServer
  /** Runs a command as somebody who has signed in earlier, and whose access token has expired. */
  readonly run: (argv: readonly string[], options?: RunOptions) => Promise<Finished>
  /** All that the program of the present run can know for a secret, among what acts on a terminal. */
  readonly words: (request: Request) => Promise<string>
  /** From now on an endpoint says all of that. */
  readonly echo: (endpoint: Endpoint, answer: Echo) => void
  readonly secrets: () => ReadonlyMap<string, string>
  /** The pages that a browser ended on. */
  readonly pages: readonly string[]
}

/** @param own the secret of a client that the user has registered, as it stands among the secrets or in the environment */
export async function createNest(own?: OwnSecret): Promise<Nest> {
  const mock = await startMock({
    serverUrl: `/mcp?apiKey=${planted.urlKey}`,
    tokenEndpointAuthMethod: 'client_secret_basic',
    rotation: false,
    challengeScope: 'mcp:read',
    anyLoopbackPort: true,
    clients: own ? [{ ...ownClient, clientSecret: own.secret }] : [],
  })
  const client = own ? `, client_id: ${ownClient.clientId}, issuer: ${mock.issuer}` : ''
  const written = own?.in === 'environment' ? `"\${OWN_SECRET}"` : own?.secret
  const secret = own ? `      auth: { client_secret: ${written} }\n` : ''
  const cwd = await folderWith({
    'fast-agent.yaml': `mcp:\n  servers:\n    hostile:\n      url: ${mock.serverUrl}\n      headers: { X-Api-Key: ${planted.header} }\n      auth: { oauth: true, redirect_port: 0${client} }\n`,
    'fast-agent.secrets.yaml': `openai: { api_key: ${planted.otherSecret} }\nmcp:\n  servers:\n    hostile:\n      headers: { X-Token: ${planted.secretHeader} }\n${secret}`,
  })
  const pages: string[] = []
  const states: string[] = []
  /** Follows the link, and looks at the page in the end. */
  const browser = async (url: URL): Promise<void> => {
    states.push(url.searchParams.get('state') ?? '')
    const { headers } = await fetch(url, { redirect: 'manual' })
    const location = headers.get('location')
    if (!location?.startsWith(url.searchParams.get('redirect_uri') ?? '-')) return
    const page = await fetch(location, { redirect: 'manual' })
    pages.push(await page.text(), inspect([...page.headers]))
  }
  const env = {
    DISPLAY: ':0',
    FAST_AGENT_AUTH_KEY: planted.storeKey,
    ...(own?.in === 'environment' && { OWN_SECRET: own.secret }),
  }
  const options: RunOptions = { cwd, env, browser }
  const first: TokenStore = memoryTokenStore()
  const login = await runHere(['login', 'hostile', '--no-browser'], { ...options, store: first })
  if (login.code !== 0) throw new Error(login.stderr)
  await expire(first, mock.serverUrl)
  const tokens = (): readonly string[] => [...mock.accessTokens, ...mock.refreshTokens].map(({ value }) => value)
  const kept = tokens()
  let before: readonly string[] = []
  const clientSecrets: string[] = []
  for (const key of await first.keys()) {
    const record = (await first.get(key)) ?? ''
    clientSecrets.push(...[...record.matchAll(/"clientSecret":"([^"]+)"/g)].flatMap(([, secret = '']) => secret))
  }

  function secrets(): ReadonlyMap<string, string> {
    const found: (readonly [string, string | null | undefined])[] = [
      ...Object.entries(planted),
      ['own client secret', own?.secret],
      ...kept.map((token) => ['stored token', token] as const),
      ...clientSecrets.map((secret) => ['client secret', secret] as const),
      ...states.map((state) => ['state', state] as const),
      ...mock
        .requestsTo('token')
        .flatMap(({ form, headers }) => [
          ['code', form?.get('code')] as const,
          ['verifier', form?.get('code_verifier')] as const,
          ['basic credentials', headers.get('authorization')?.split(' ')[1]] as const,
        ]),
      ...tokens().flatMap((token) => (before.includes(token) ? [] : [['new token', token] as const])),
    ]
    return new Map(found.flatMap(([name, value]) => (value ? [[value, name] as const] : [])))
  }

  async function words(request: Request): Promise<string> {
    const own = new URLSearchParams(await request.clone().text())
    const known = [...secrets()].filter(([, name]) => name !== 'otherSecret' && name !== 'redisPassword')
    const all = [...known.map(([value]) => value), ...own.values()].filter((word) => word.length > 7)
    return `${acts}${[...new Set(all)].join(` ${acts}`)}`
  }

  return {
    mock,
    pages,
    secrets,
    words,
    async run(argv, more) {
      // This program cannot know a token that an earlier one got and did not store.
      before = tokens()
      mock.clear()
      for (const list of [states, pages]) list.length = 0
      const store = memoryTokenStore()
      for (const key of await first.keys()) {
        const record = await first.get(key)
        await store.update(key, async () => record)
      }
      return runHere(argv, { ...options, store, ...more })
    },
    echo(endpoint, answer) {
      mock.override[endpoint] = async (request) => {
        // Discovery without a token is told as before.
        if (endpoint === 'mcp' && !request.headers.has('authorization')) return undefined
        return answer(await words(request), request)
      }
    },
  }
}
