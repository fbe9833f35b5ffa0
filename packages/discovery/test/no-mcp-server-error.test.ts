import { describe, expect, it } from 'vitest'
import { discover } from '../src/index.ts'
import { noMcpServerError, usualEndpoints } from '../src/no-mcp-server-error.ts'
import { lines, network } from './world.ts'

const host = 'https://mcp.example'
const wellKnown = `${host}/.well-known/oauth-protected-resource`
const page = () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })
const refusal = (status: number) => () =>
  Response.json({ jsonrpc: '2.0', id: null, error: { code: -32000, message: 'No session' } }, { status })

type DocumentResult = number | ((request: Request) => Response)

async function failureAt(url: string, answer: DocumentResult, others = {}) {
  const sent = network({ [`${host}/`]: 404, [url]: answer, ...others })
  const error: unknown = await discover(url).catch((thrown: unknown) => thrown)
  return { error, sent }
}

const message = { jsonrpc: '2.0', id: 0, result: {} }
const stream = () => new Response('event: endpoint', { headers: { 'content-type': 'text/event-stream' } })

/** JSON of 2 MiB: more is read of no answer. */
const endless = () => Response.json({ jsonrpc: '2.0', padding: 'a'.repeat(2 * 1024 * 1024) })

describe('a server that can be used without signing in', () => {
  it.each([
    ['answers in JSON-RPC', () => Response.json(message)],
    [
      'answers in JSON-RPC, at length',
      () => Response.json({ ...message, result: { instructions: 'a'.repeat(100_000) } }),
    ],
    ['answers with a stream of events', stream],
    [
      'opens a stream of events for a GET alone',
      ({ method }: Request) => (method === 'GET' ? stream() : new Response(null, { status: 405 })),
    ],
    ['takes the request', 202],
    ['refuses, in a message of MCP, what does not begin a session', refusal(400)],
    ['knows no such method, which it says in a message of MCP', refusal(404)],
  ])('is told from all others: it %s', async (_, answer) => {
    const { error } = await failureAt(`${host}/mcp`, answer)
    expect(error).toMatchObject({
      code: 'not_protected',
      message: `${host}/mcp asks for no authorization and names no authorization server. It can be used without signing in. If only some of its tools want a sign-in, set the option issuer.`,
      details: { option: 'issuer' },
      attempts: [],
    })
  })
})

describe('the answer of the URL is said first, and where the server may be', () => {
  const nothing = 'there is no MCP server at this path'
  it.each([
    ['a 404', '/', 404, `${nothing}. Is the URL right? It may be at ${host}/mcp or ${host}/sse.`],
    ['a 404 below a path', '/v1/', 404, `${nothing}. Is the URL right? It may be at ${host}/v1/mcp or ${host}/v1/sse.`],
    ['a 404 at /mcp', '/mcp', 404, `${nothing}. Is the URL right? It may be at ${host}/sse.`],
    ['a 404 at /sse', '/sse', 404, `${nothing}. Is the URL right? It may be at ${host}/mcp.`],
    [
      'a 403',
      '/',
      403,
      `access is refused there, and nothing says how to sign in. Ask its operator who may use it, or whether it is at ${host}/mcp or ${host}/sse.`,
    ],
  ])('%s', async (_, path, status, text) => {
    const { error, sent } = await failureAt(host + path, status)
    const problem = `${host}${path} answered ${status}: ${text.split('. ', 1)[0]}.`
    expect(error).toMatchObject({
      code: 'no_metadata',
      message: `${host}${path} answered ${status}: ${text} If it is right, and you know its authorization server, set the option issuer.`,
      details: { status, problem, option: 'issuer' },
    })
    // Nothing is guessed by requests.
    expect(lines(sent).filter((line) => !line.includes('/.well-known/') && !line.endsWith(` ${host}${path}`))).toEqual(
      [],
    )
  })

  it.each([
    ['a page', page, `answered 200 with a web page: ${nothing}, whatever the settings.`],
    ['JSON that is no message of MCP', () => Response.json({ status: 'ok' }), 'answered 200, which is not MCP.'],
    ['JSON that is no object', () => Response.json([message]), 'answered 200, which is not MCP.'],
    ['JSON without end', endless, 'answered 200, which is not MCP.'],
    ['a text', () => new Response('OK'), 'answered 200, which is not MCP.'],
    ['nothing', 200, 'answered 200, which is not MCP.'],
    ['nothing, by 204', 204, 'answered 204, which is not MCP.'],
    ['a 410', 410, 'answered 410, which is not MCP.'],
    ['a 300', 300, 'answered 300, which is not MCP.'],
    ['a 405', 405, 'answered 405, which is not MCP.'],
  ])('%s', async (_, answer, said) => {
    const { error } = await failureAt(`${host}/mcp`, answer)
    expect(error).toMatchObject({ code: 'no_metadata', details: { problem: `${host}/mcp ${said}` } })
  })

  it.each([
    ['404', 404, { resource: host }],
    ['404', 404, { resource: `${host}/mcp` }],
    ['403', 403, { resource: `${host}/mcp` }],
  ])('a %s, whatever metadata stands at the root', async (status, answer, metadata) => {
    const issuers = { authorization_servers: ['https://as.example'] }
    const { error } = await failureAt(`${host}/`, answer, { [wellKnown]: { ...metadata, ...issuers } })
    expect(error).toMatchObject({
      code: 'no_metadata',
      message: expect.stringMatching(`^${host}/ answered ${status}: `),
    })
  })

  const issuer = 'https://as.example'
  const signedIn = { server: { issuer } }
  const missing = { code: 'no_metadata', details: { status: 404 } }
  it.each([
    ['hides from strangers', '/mcp', '/mcp', signedIn],
    // A sign-in there would be for a URL that answers nothing.
    ['is not typed with a slash at its end', '/mcp/', '/mcp', missing],
    ['does not call itself with a slash at its end', '/mcp', '/mcp/', missing],
    ['is not at a path below', '/mcp/typo', '/mcp', missing],
  ])(
    'but where metadata names this very path, a 404 is signed in to: it %s (%s of %s)',
    async (_, path, named, expected) => {
      network({
        [`${host}${path}`]: 404,
        [`${wellKnown}/mcp`]: { resource: host + named, authorization_servers: [issuer] },
        [`${issuer}/.well-known/oauth-authorization-server`]: {
          issuer,
          response_types_supported: ['code'],
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
        },
      })
      expect(await discover(`${host}${path}`).catch((error: unknown) => error)).toMatchObject(expected)
    },
  )

  it.each([404, 403])(
    'but metadata that cannot be had now is no answer: a %d is tried again later (H137)',
    async (status) => {
      const { error } = await failureAt(`${host}/mcp`, status, { [`${wellKnown}/mcp`]: 503 })
      expect(error).toMatchObject({ code: 'unreachable' })
    },
  )

  it('a 404 to what MCP sends, where a GET is not allowed', async () => {
    const answer = ({ method }: Request) => new Response(null, { status: method === 'POST' ? 404 : 405 })
    network({ [`${host}/mcp`]: answer })
    await expect(discover(`${host}/mcp`)).rejects.toMatchObject({ details: { status: 404 } })
  })
})

it.each([
  ['/mcp/', ['/mcp', '/sse']],
  ['/mcp?tenant=1', ['/sse?tenant=1']],
  ['?tenant=1', ['/mcp?tenant=1', '/sse?tenant=1']],
  ['/a/b', ['/a/b/mcp', '/a/b/sse']],
])('the usual endpoints beside %s are others, with its query', (path, others) => {
  expect(usualEndpoints(host + path)).toEqual(others.map((other) => host + other))
})

it('words an answer that another program has got in the same way', () => {
  const { message } = noMcpServerError(`${host}/`, { status: 404 })
  expect(message).toMatch(`${host}/ answered 404: there is no MCP server at this path. `)
})
