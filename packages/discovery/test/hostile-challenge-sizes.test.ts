import { createServer } from 'node:http'
import { expect, it, onTestFinished } from 'vitest'
import { discover } from '../src/index.ts'
import { lines, network } from './world.ts'

const serverUrl = 'https://mcp.example/mcp'
const named = 'https://mcp.example/named'
const issuer = 'https://as.example'
const metadata = `resource_metadata="${named}"`

/** Discovers a server that refuses with this header, which is longer than a connection would take. */
async function discoverRefused(challenge: string) {
  const sent = network({
    [named]: { resource: serverUrl, authorization_servers: [issuer] },
    [`${issuer}/.well-known/oauth-authorization-server`]: {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
    },
  })
  const fetch: typeof globalThis.fetch = async (input, init) =>
    init?.method === 'POST'
      ? new Response(null, { status: 401, headers: { 'www-authenticate': challenge } })
      : globalThis.fetch(input, init)
  return { target: await discover(serverUrl, { fetch }), asked: lines(sent) }
}

it.each([
  ['10 000 scopes', Array.from({ length: 10_000 }, (_, index) => `scope:${index}`).join(' ')],
  ['a scope of 100 kB', 'x'.repeat(100_000)],
  ['quotation marks and backslashes', 'a"b c\\d'],
  ['letters that no scope may have', 'lesen schl\u00fcssel'],
  ['tabs', 'a\tb'],
  ['markup', '<script>alert(1)</script>'],
])('hands on as they were sent, for whoever asks for the scope to judge: %s', async (_, scope) => {
  const { target } = await discoverRefused(`Bearer scope="${scope.replace(/["\\]/g, '\\$&')}", ${metadata}`)
  expect(target.challenge).toMatchObject({ scope, resourceMetadata: named })
})

it.each([
  ['before', `Basic realm="${'x'.repeat(100_000)}", Bearer ${metadata}`],
  ['inside', `Bearer realm="${',\\"'.repeat(33_000)}", ${metadata}`],
  ['after', `Bearer ${metadata}, ${'Basic realm="x", '.repeat(6_000)}`],
])('finds the metadata where 100 kB stand %s the challenge', async (_, challenge) => {
  const { target, asked } = await discoverRefused(challenge)
  expect(target).toMatchObject({ resource: serverUrl, server: { issuer } })
  expect(asked).toContain(`GET ${named}`)
})

it('names the server whose header is larger than a connection takes', async () => {
  const listener = createServer((_, response) => {
    response.writeHead(401, { 'www-authenticate': `Bearer realm="${'x'.repeat(100_000)}"` }).end()
  })
  onTestFinished(() => {
    listener.closeAllConnections()
    listener.close()
  })
  const port = await new Promise<number>((resolve) => {
    listener.listen(0, '127.0.0.1', () => resolve(Object(listener.address()).port))
  })
  const url = `http://127.0.0.1:${port}/mcp`
  await expect(discover(`${url}?key=hush`)).rejects.toMatchObject({
    code: 'unreachable',
    message: `${url}?key=… cannot be reached (UND_ERR_HEADERS_OVERFLOW). Is the URL right and the server running?`,
  })
})
