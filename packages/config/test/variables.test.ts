import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { ConfigError } from '../src/index.ts'
import { createReader, use } from './hostile-documents.ts'
import { failure, outcomes, readAuth, readServer, readYaml, serverYaml, settingsOf } from './world.ts'

const url = 'https://mcp.example.com/mcp'

describe('a variable', () => {
  it.each([
    ['put in', use('A'), { A: 'a' }, 'a'],
    ['put in although it is empty and there is a default', `x${use('A:b')}`, { A: '' }, 'x'],
    ['put in rather than its default', use('A:b'), { A: 'a' }, 'a'],
    ['its default where it is not set', use('A:b'), {}, 'b'],
    ['its default with colons', use('A:https://b:1/c'), {}, 'https://b:1/c'],
    ['nothing where its default is empty', `x${use('A:')}`, {}, 'x'],
    ['put in as often as it stands there', `${use('A')}-${use('B:b')}-${use('A')}`, { A: 'a' }, 'a-b-a'],
    ['put in as it is, with what looks like variables', use('A'), { A: `${use('B')}$&$1` }, `${use('B')}$&$1`],
    ['put in as it is, with what is like itself', use('A'), { A: use('A') }, use('A')],
    ['left alone without braces', '$A $$ {A}', { A: 'a' }, '$A $$ {A}'],
    ['left alone with empty braces', use(''), { A: 'a' }, use('')],
  ])('is %s', async (_, value, env, expected) => {
    expect((await readServer(`url: ${url}\nheaders: { X: '${value}' }`, env)).headers.X).toBe(expected)
  })

  it('makes numbers, booleans, lists and URLs, as if they were written there', async () => {
    const lines = `url: '${use('URL')}'
auth:
  oauth: ${use('OAUTH')}
  redirect_port: ${use('PORT:3030')}
  scope: ['${use('SCOPE:user')}', repo]
  client_metadata_url: '${use('CIMD:')}'
`
    expect(await readServer(lines, { URL: url, OAUTH: 'No', PORT: '3031' })).toMatchObject({
      url,
      auth: { oauth: false, redirectPort: 3031, scope: 'user repo', clientMetadataUrl: undefined },
    })
  })

  it('is not looked for in keys', async () => {
    const { servers } = await readYaml(`mcp: { servers: { '${use('A')}': { url: "${url}" } } }`, { A: 'a' })
    expect(servers.map(({ name }) => name)).toEqual([use('A')])
  })

  it('is put in whatever its value is, or refused with a message that does not show it', async () => {
    const error = await failure(readAuth(`redirect_port: ${use('PORT')}`, { PORT: 's3cret' }))
    expect(error.message).toBe('fast-agent.yaml:6: mcp.servers.x.auth.redirect_port: redirect_port must be an integer.')
  })

  it('of that name is no variable where it is only what every object has', async () => {
    const error = await failure(readServer(`url: ${use('constructor')}`))
    expect(error.message).toContain('the variable constructor is not set')
  })
})

describe('a variable that is not set', () => {
  it.each([
    ['url', `url: ${use('MCP_SERVER_URL')}`, 4, 'MCP_SERVER_URL'],
    ['target', `target: ${use('A')}`, 4, 'A'],
    ['transport', `url: ${url}\ntransport: ${use('A')}`, 5, 'A'],
    ['access_token', `url: ${url}\naccess_token: ${use('A')}`, 5, 'A'],
    ['headers', `url: ${url}\nheaders: ${use('A')}`, 5, 'A'],
    ['headers.X', `url: ${url}\nheaders:\n  X: a ${use('A')} ${use('B')}`, 6, 'A'],
    ['auth', `url: ${url}\nauth: ${use('A')}`, 5, 'A'],
    ['auth.oauth', `url: ${url}\nauth: { oauth: '${use('A')}' }`, 5, 'A'],
    ['auth.redirect_port', `url: ${url}\nauth: { redirect_port: '${use('A')}' }`, 5, 'A'],
    ['auth.redirect_path', `url: ${url}\nauth: { redirect_path: '/${use('A')}' }`, 5, 'A'],
    ['auth.scope[1]', `url: ${url}\nauth: { scope: [a, '${use('A')}'] }`, 5, 'A'],
    ['auth.persist', `url: ${url}\nauth: { persist: '${use('A')}' }`, 5, 'A'],
    ['auth.client_id', `url: ${url}\nauth: { client_id: '${use('A')}' }`, 5, 'A'],
    ['auth.issuer', `url: ${url}\nauth: { issuer: 'https://${use('A')}' }`, 5, 'A'],
    ['auth.account', `url: ${url}\nauth: { account: '${use('A')}' }`, 5, 'A'],
    ['auth.authorization_params.a', `url: ${url}\nauth: { authorization_params: { a: '${use('A')}' } }`, 5, 'A'],
  ])('is named where %s needs it, with its place and what to do (H81)', async (path, lines, line, variable) => {
    const error = await failure(readServer(lines))
    const message = `the variable ${variable} is not set. Set it, or give a default: ${use(`${variable}:…`)}.`
    expect(error).toMatchObject({
      code: 'unset_variable',
      line,
      path: `mcp.servers.x.${path}`,
      message: `fast-agent.yaml:${line}: mcp.servers.x.${path}: ${message}`,
    })
  })

  it('is not named where it is a piece of a password', async () => {
    const error = await failure(readServer(`url: ${url}\naccess_token: 'a${use('s3cret!')}'`))
    expect(error.message).toBe(
      'fast-agent.yaml:5: mcp.servers.x.access_token: the text in braces after $ is not the name of an environment variable. Name one.',
    )
  })

  it('hinders the server that needs it, and no other', async () => {
    const yaml = `mcp: { servers: { a: { url: '${use('A')}' }, b: { url: "${url}" } } }`
    expect(outcomes(await readYaml(yaml))).toEqual({ a: expect.stringContaining('variable A'), b: url })
  })

  it('hinders nobody where nothing needs it', async () => {
    const yaml = `${serverYaml(`url: ${url}\nload_on_start: ${use('A')}`)}model: ${use('A')}\nother: ['${use('B')}']`
    expect(settingsOf(await readYaml(yaml)).url).toBe(url)
  })
})

/** The text with its variables put in, from left to right; `undefined` where one is not set and has no default. */
function putIn(text: string, env: Readonly<Record<string, string>>): string | undefined {
  const start = text.indexOf('${')
  const end = text.indexOf('}', start)
  if (start < 0 || end < 0) return text
  const [front, inside] = [text.slice(0, start), text.slice(start + 2, end)]
  if (inside === '') {
    const rest = putIn(text.slice(start + 2), env)
    return rest === undefined ? undefined : `${front}\${${rest}`
  }
  const [name = '', ...fallback] = inside.split(':')
  const found = env[name] ?? (fallback.length > 0 ? fallback.join(':') : undefined)
  const rest = putIn(text.slice(end + 1), env)
  return found === undefined || rest === undefined ? undefined : `${front}${found}${rest}`
}

it('of variables in variables each is put in once, or told of (H81)', async () => {
  const read = await createReader('fast-agent.yaml')
  const env = { A: 'a', B: use('A'), C: '}${A:', D: '' }
  const pieces = fc.constantFrom(
    '${',
    '}',
    '$',
    '{',
    ':',
    'A',
    'B',
    'C',
    'D',
    'E',
    use('A'),
    use('B'),
    use('C'),
    '${E:',
    'x',
    use(`E:${use('A')}`),
  )
  const texts = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''))
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      const server = { url: 'https://mcp.example.com', headers: { X: `x${text}` } }
      const outcome = await read([JSON.stringify({ mcp: { servers: { x: server } } })], env)
      if (outcome instanceof ConfigError) throw outcome
      const expected = putIn(`x${text}`, env)
      if (expected === undefined) expect(outcome.servers[0]?.error?.code).toBe('unset_variable')
      else expect(settingsOf(outcome).headers.X).toBe(expected)
    }),
    hostile(500),
  )
})
