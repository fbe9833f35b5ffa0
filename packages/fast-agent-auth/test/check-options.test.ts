import { createMockServer } from '@fast-agent-auth/mock-server'
import { memoryTokenStore, type TokenStore } from '@fast-agent-auth/token-store'
import { setupServer } from 'msw/node'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type AuthOptions, createAuth } from '../src/index.ts'

const serverUrl = 'https://mcp.example.com/mcp'
const fetched = vi.spyOn(globalThis, 'fetch')
const store: TokenStore = memoryTokenStore()
const { keys: _, ...partOfStore } = store

function revoked(): Readonly<Record<string, unknown>> {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

describe('an option of the wrong kind is told in one sentence, before anything is asked', () => {
  it.each<[unknown, string]>([
    ['mcp:read', "The options of createAuth are an object, such as { scope: 'mcp:read' }; got a text."],
    [{ scope: 5 }, 'The option scope of createAuth is a text, or a list of texts; got a number.'],
    [{ scope: ['a', 5] }, 'The option scope of createAuth is a text, or a list of texts; got a list.'],
    [
      { redirect: 'http://127.0.0.1:3030/callback' },
      'The option redirect of createAuth is an object, such as { port: 3030 }; got a text.',
    ],
    [{ redirect: 3030 }, 'The option redirect of createAuth is an object, such as { port: 3030 }; got a number.'],
    [{ redirect: { listen: '/callback' } }, 'The option redirect.listen of createAuth is a function; got a text.'],
    [{ openBrowser: 'firefox' }, 'The option openBrowser of createAuth is a function; got a text.'],
    [{ onEvent: {} }, 'The option onEvent of createAuth is a function; got an object without that.'],
    [
      { store: new Map() },
      'The option store of createAuth is a token store: an object with the functions get, keys and update; got an object without that.',
    ],
    [
      { store: partOfStore },
      'The option store of createAuth is a token store: an object with the functions get, keys and update; got an object without that.',
    ],
    [
      { store: Promise.resolve(store) },
      'The option store of createAuth is a token store: an object with the functions get, keys and update; got a promise: await it first.',
    ],
    [
      { store: 'file' },
      'The option store of createAuth is a token store: an object with the functions get, keys and update; got a text.',
    ],
    [{ account: null }, 'The option account of createAuth is a text that is not empty; got null.'],
    [{ client: 'my-agent' }, "The option client of createAuth is an object, such as { name: 'my-agent' }; got a text."],
    [{ timeout: '5 minutes' }, 'The option timeout of createAuth is a number of milliseconds; got a text.'],
    [
      { allow: { legacyServers: 'false' } },
      'The option allow.legacyServers of createAuth is true or false; got a text.',
    ],
    [{ allow: { legacyServers: 0 } }, 'The option allow.legacyServers of createAuth is true or false; got a number.'],
    [
      { allow: { unadvertisedPkce: 'assume-s256' } },
      'The option allow.unadvertisedPkce of createAuth is true or false; got a text.',
    ],
    [
      { allow: true },
      'The option allow of createAuth is an object, such as { unadvertisedPkce: true }; got a boolean.',
    ],
    ...[['http://auth.internal'], ['auth/'], ['a b'], ['']].map((http): [unknown, string] => [
      { allow: { http } },
      "The option allow.http of createAuth is a list of hosts, such as ['auth.internal.example', 'auth:8080']; got a list.",
    ]),
    [
      { issuer: 'https://u:hush@as.example.com' },
      'The option issuer of createAuth is the URL of an authorization server, without user name, query and fragment; got a text.',
    ],
    [
      { issuer: 'https://as.example.com/?hush' },
      'The option issuer of createAuth is the URL of an authorization server, without user name, query and fragment; got a text.',
    ],
    [
      { authorizationServer: 'https://as.example.com' },
      "The option authorizationServer of createAuth is an object, such as { issuer: 'https://as.example.com' }; got a text.",
    ],
    [{ interactive: 'always' }, 'The option interactive of createAuth is true or false; got a text.'],
    [
      { allow: { networks: ['private', 'intranet'] } },
      'The option allow.networks of createAuth is a list of loopback, private or link_local; got a list.',
    ],
    [
      { allow: { networks: 'private' } },
      'The option allow.networks of createAuth is a list of loopback, private or link_local; got a text.',
    ],
    [
      { quirks: true },
      "The option quirks of createAuth is false, or an object, such as { pkce: 'assume-s256' }; got a boolean.",
    ],
    [{ quirks: { pkce: 'off' } }, 'The option quirks.pkce of createAuth is assume-s256; got a text.'],
    [
      { client: { id: 'a', secret: { value: 'hush' } }, issuer: 'https://as.example.com' },
      'The option client.secret of createAuth is a text; got an object without that.',
    ],
    [{ client: { id: undefined } }, 'The option client.id of createAuth is a text; got undefined.'],
    [null, "The options of createAuth are an object, such as { scope: 'mcp:read' }; got null."],
    [{ account: '' }, 'The option account of createAuth is a text that is not empty; got an empty text.'],
    [{ scope: [] }, 'The option scope of createAuth is empty. Name a scope, or leave it out.'],
    [{ scope: '' }, 'The option scope of createAuth is empty. Name a scope, or leave it out.'],
    [{ scope: [' '] }, 'The option scope of createAuth is empty. Name a scope, or leave it out.'],
    [{ redact: 'hush' }, 'The option redact of createAuth is a list of texts; got a text.'],
  ])('%j', (options, message) => {
    const create = (): unknown => createAuth(serverUrl, options as AuthOptions)
    expect(create).toThrow(expect.objectContaining({ name: 'AuthorizationError', code: 'invalid_option', message }))
    expect(fetched).not.toHaveBeenCalled()
  })

  it('login with a wrong scope', async () => {
    const login = createAuth(serverUrl, { store }).login({ scope: 5 as unknown as string })
    await expect(login).rejects.toMatchObject({
      code: 'invalid_option',
      message: 'The option scope of login is a text, or a list of texts; got a number.',
    })
    expect(fetched).not.toHaveBeenCalled()
  })

  it.each(['', []])('login with the empty scope %j', async (scope) => {
    await expect(createAuth(serverUrl, { store }).login({ scope })).rejects.toMatchObject({
      code: 'invalid_option',
      message: 'The option scope of login is empty. Name a scope, or leave it out.',
      details: { option: 'scope' },
    })
    expect(fetched).not.toHaveBeenCalled()
  })

  it.each<[string, () => unknown, string]>([
    ['the options', revoked, "The options of createAuth are an object, such as { scope: 'mcp:read' }"],
    ['a list', () => ({ allow: { networks: revoked() } }), 'The option allow.networks of createAuth is a list of'],
    ['a text', () => ({ issuer: revoked() }), 'The option issuer of createAuth is the URL of an authorization server'],
    ['a member', () => ({ client: { name: revoked() } }), 'The option client.name of createAuth is a text'],
    [
      'a getter that throws',
      () => ({
        get issuer() {
          return revoked().x
        },
      }),
      'The option issuer of createAuth is the URL of an authorization server',
    ],
  ])('what cannot be read: %s', (_name, options, start) => {
    const create = (): unknown => createAuth(serverUrl, options() as AuthOptions)
    const message = expect.stringMatching(/; what was given cannot be read\.$/)
    expect(create).toThrow(expect.objectContaining({ code: 'invalid_option', message }))
    expect(create).toThrow(start)
  })
})

describe('a list of scopes is what a text of them is', () => {
  it.each<[string, AuthOptions['scope'], AuthOptions['scope'], string]>([
    ['of createAuth', ['mcp:read', 'mcp:write'], undefined, 'mcp:read mcp:write'],
    ['of login', 'mcp:write', ['mcp:read'], 'mcp:read'],
  ])('%s', async (_name, scope, ofLogin, asked) => {
    const mock = createMockServer()
    const network = setupServer(...mock.handlers)
    network.listen({ onUnhandledFrame: 'error' })
    onTestFinished(() => network.close())
    const openBrowser = (url: URL): Promise<void> => mock.openBrowser(url)
    const auth = createAuth(serverUrl, { store: memoryTokenStore(), redirect: { port: 0 }, openBrowser, scope })
    await auth.login({ scope: ofLogin })
    const [request] = mock.requestsTo('authorize')
    expect(new URL(request?.url ?? '').searchParams.get('scope')).toBe(asked)
  })
})
