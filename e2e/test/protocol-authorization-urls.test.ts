import { openBrowser } from 'fast-agent-auth'
import { expect, it } from 'vitest'
import { challenging } from '../src/challenging.ts'
import { createMockWorld } from '../src/mock-world.ts'
import { inTokenRequests, linesTo, signInRequests } from '../src/sent-requests.ts'
import { withMembers } from '../src/with-members.ts'

const serverUrl = 'https://mcp.example.com/mcp'
const issuer = 'https://auth.example.com'

it('registers each redirect URI that it sends (Q10)', async () => {
  const { auth, mock, windows } = createMockWorld()
  await auth.login()
  const sent = [windows[0]?.searchParams.get('redirect_uri') ?? undefined, ...inTokenRequests(mock, 'redirect_uri')]
  expect(sent).toEqual(['http://127.0.0.1:3030/callback', 'http://127.0.0.1:3030/callback'])
  expect(mock.requestsTo('register').map(({ json }) => json)).toMatchObject([
    { redirect_uris: expect.arrayContaining(sent) },
  ])
})

it('sends the browser back to this machine, whichever port is free (Q11)', async () => {
  const { auth, mock } = createMockWorld({
    auth: {
      redirect: { port: 0 },
      openBrowser: async (url) => void (await fetch(url).then((page) => page.text())),
    },
  })
  await auth.login()
  const { searchParams } = new URL(mock.requestsTo('authorize')[0]?.url ?? '')
  expect(searchParams.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/)
})

it.each(['authorization_endpoint', 'token_endpoint'])(
  'uses no %s without TLS, and asks nobody (Q11, V15)',
  async (endpoint) => {
    const { auth, mock, windows } = createMockWorld()
    mock.override.authorizationServerMetadata = withMembers({ [endpoint]: 'http://auth.example.com/endpoint' })
    await expect(auth.login()).rejects.toMatchObject({
      code: 'insecure_url',
      message: expect.stringMatching(
        `^The ${endpoint} of ${issuer} is not https; it is not used\\. .* set the option allow\\.http`,
      ),
    })
    expect([signInRequests(mock), linesTo(mock, 'other'), windows]).toEqual([[], [], []])
  },
)

it.each(['registration_endpoint', 'revocation_endpoint'])(
  'leaves out a %s without TLS, which no sign-in needs (Q11)',
  async (endpoint) => {
    const client = { id: 'app', tokenEndpointAuthMethod: 'none' } as const
    const registered = {
      clientId: 'app',
      redirectUris: ['http://127.0.0.1:3030/callback'],
      tokenEndpointAuthMethod: 'none',
    } as const
    const { auth, mock } = createMockWorld({ server: { clients: [registered] }, auth: { client } })
    mock.override.authorizationServerMetadata = withMembers({ [endpoint]: 'http://auth.example.com/endpoint' })
    expect((await auth.login()).issuer).toBe(issuer)
    expect(linesTo(mock, 'other')).toEqual([])
  },
)

const hostile = [
  ['javascript:alert(1)', 'has the scheme javascript'],
  ['data:text/html,<script>alert(1)</script>', 'has the scheme data'],
  ['file:///etc/passwd', 'has the scheme file'],
  ['vbscript:msgbox(1)', 'has the scheme vbscript'],
  ['ms-settings:display', 'has the scheme ms-settings'],
  ['http://auth.example.com/authorize', 'is not https'],
] as const

it.each(hostile)('opens no %s in the browser (H10, Q12, V8)', async (endpoint, why) => {
  const { auth, mock, windows } = createMockWorld()
  mock.override.authorizationServerMetadata = withMembers({ authorization_endpoint: endpoint })
  await expect(auth.login()).rejects.toMatchObject({
    code: 'insecure_url',
    message: expect.stringContaining(`The authorization_endpoint of ${issuer} ${why}; it is not used.`),
  })
  expect([signInRequests(mock), windows]).toEqual([[], []])
})

it.each(hostile)('starts no program for %s, wherever it came from (Q12, V1)', async (url) => {
  const started: string[] = []
  const run = async (program: string): Promise<void> => void started.push(program)
  await expect(openBrowser(new URL(url), { run })).rejects.toThrow('Not opened in a browser')
  expect(started).toEqual([])
})

it('opens http on this machine where the server is here too (Q12)', async () => {
  const local = 'http://127.0.0.1:4321'
  const { auth, windows } = createMockWorld({ server: { serverUrl: `${local}/mcp`, issuer: local } })
  await auth.login()
  expect(windows.map(({ origin }) => origin)).toEqual([local])
})

it.each([
  ['Linux', { platform: 'linux' }],
  ['macOS', { platform: 'darwin' }],
  ['Windows', { platform: 'win32' }],
  ['WSL', { platform: 'linux', env: { WSL_DISTRO_NAME: 'Debian' } }],
  ['a machine with BROWSER set', { platform: 'linux', env: { BROWSER: 'firefox' } }],
] as const)('hands the URL to a program and to no shell on %s (Q13)', async (_, options) => {
  const started: string[][] = []
  const run = async (program: string, args: readonly string[]): Promise<void> => void started.push([program, ...args])
  await openBrowser(new URL('https://auth.example.com/$(calc)?a="&calc&`id`'), { env: {}, ...options, run })
  const [[program = '', ...args] = []] = started
  expect(program).not.toMatch(/(^|[\\/])(cmd|sh|bash|zsh|powershell|pwsh|wscript|start)(\.exe)?$/i)
  expect(args.at(-1)).toBe('https://auth.example.com/%24%28calc%29?a=%22&calc&%60id%60')
})

it.each([
  ['https://evil.example.com/metadata', 'is on another origin, "https://evil.example.com"'],
  ['http://127.0.0.1:9000/metadata', 'is on this machine, which is not allowed'],
  ['http://other.example.com/metadata', 'is not https'],
  ['https://user:pw@mcp.example.com/metadata', 'holds a user name or password'],
])('does not fetch resource metadata from %s (Q14)', async (url, why) => {
  const { auth, mock, windows } = createMockWorld()
  mock.override.mcp = challenging(`Bearer resource_metadata="${url.replaceAll('\\', '\\\\')}"`)
  await expect(auth.login()).rejects.toMatchObject({
    code: 'insecure_url',
    message: expect.stringContaining(`${serverUrl} names resource metadata whose URL ${why}; it is not fetched.`),
  })
  expect([signInRequests(mock), linesTo(mock, 'other'), windows]).toEqual([[], [], []])
})

it.each(['http://mcp.example.com/metadata', 'file:///etc/passwd', 'https:\\\\mcp.example.com'])(
  'looks at the well-known URLs where the challenge names %s, and never there (Q14)',
  async (url) => {
    const { auth, mock } = createMockWorld()
    mock.override.mcp = challenging(`Bearer resource_metadata="${url.replaceAll('\\', '\\\\')}"`)
    expect((await auth.login()).issuer).toBe(issuer)
    expect(mock.requests.filter(({ url: asked }) => !asked.startsWith('https://'))).toEqual([])
  },
)

it.each(['javascript:alert(1)', 'http://auth.example.com', 'http://[::1]:9000', 'https://user:pw@auth.example.com'])(
  'asks the authorization server %s nothing (Q14)',
  async (named) => {
    const { auth, mock, windows } = createMockWorld()
    mock.override.resourceMetadata = withMembers({ authorization_servers: [named] })
    await expect(auth.login()).rejects.toMatchObject({ code: 'insecure_url' })
    const asked = linesTo(mock, 'authorizationServerMetadata').filter((line) => line.includes('auth.example.com'))
    expect([asked, signInRequests(mock), windows]).toEqual([[], [], []])
  },
)
