import { describe, expect, it } from 'vitest'
import { failure, outcomes, read, readServer, readYaml, serverYaml, settingsOf } from './world.ts'

const url = 'https://mcp.example.com/mcp'

describe('a server', () => {
  it('with a URL alone is reached by http', async () => {
    expect(await readServer('url: https://huggingface.co/mcp?login')).toEqual({
      name: 'x',
      transport: 'http',
      url: 'https://huggingface.co/mcp?login',
      headers: {},
      locations: { url: 'fast-agent.yaml:4' },
    })
  })

  it.each([
    ['http, where said so', `url: ${url}/sse\ntransport: http`, 'http'],
    ['http, though its path ends in /sse', `url: ${url}/sse`, 'http'],
    ['sse, where said so', `url: ${url}\ntransport: sse`, 'sse'],
    ['http, where its target is a URL', `target: ${url}`, 'http'],
    ['sse, where the path of its target ends so', 'target: https://mcp.example.com/sse?a', 'sse'],
    ['what is said, whatever its target', 'target: https://mcp.example.com/sse\ntransport: http', 'http'],
    ['stdio, where its target is a command', 'target: npx -y @scope/server', 'stdio'],
    ['stdio, where it has a command', 'command: npx', 'stdio'],
    ['stdio, where said so', `command: npx\nurl: ${url}\ntransport: stdio`, 'stdio'],
    ['stdio, where its URL is empty', 'command: npx\nurl: ""', 'stdio'],
  ])('is reached by %s', async (_, lines, transport) => {
    const settings = await readServer(lines)
    expect(settings.transport).toBe(transport)
    expect(settings.url === undefined).toBe(transport === 'stdio')
  })

  it('with a command beside its URL is reached by http, and a warning says so', async () => {
    const config = await readYaml(serverYaml(`url: ${url}\ncommand: npx`))
    expect(settingsOf(config).transport).toBe('http')
    expect(config.warnings.map(({ message }) => message)).toEqual([
      'fast-agent.yaml:3: mcp.servers.x: This server has both a url and a command. The command is ignored.',
    ])
  })

  it('with a target beside its URL is reached at the URL, and a warning says so', async () => {
    const config = await readYaml(serverYaml(`url: ${url}\ntarget: https://other.example`))
    expect(settingsOf(config).url).toBe(url)
    expect(config.warnings.map(({ message }) => message)).toEqual([
      'fast-agent.yaml:5: mcp.servers.x.target: This server has both a url and a target. The target is ignored.',
    ])
  })

  it('that is a program is left alone, whatever else is in it', async () => {
    const lines = `command: \${NOT_SET}\nenv: { A: "\${NOT_SET}" }\nheaders: { "a b": 1 }\nauth: { redirect_port: x }`
    expect(await readServer(lines)).toEqual({ name: 'x', transport: 'stdio', headers: {} })
  })

  it.each([
    ['text', 'https://a.example', 'x must be a mapping. Write it like `url: https://…`.'],
    ['empty', '{}', 'The address of this server is missing. Give it a url, a target or a command.'],
    ['of http without URL', '{ transport: http }', 'The address of this server is missing. Give it a url.'],
    ['of sse with a command', '{ transport: sse, command: a }', 'The transport is sse, so the server needs a url.'],
    [
      'of stdio without command',
      `{ transport: stdio, url: "${url}" }`,
      'The address of this server is missing. Give it a command.',
    ],
  ])('that is %s is refused', async (_, value, message) => {
    const error = await failure(readYaml(`mcp: { servers: { x: ${value} } }`).then(settingsOf))
    expect(error.message).toBe(`fast-agent.yaml:1: mcp.servers.x: ${message}`)
  })

  it.each([
    ['transport: ws', 'transport', 'transport must be http, sse or stdio.'],
    [
      'url: mcp.example.com/mcp',
      'url',
      'url must be an absolute http or https URL. Write it with its scheme: https://…',
    ],
    ['url: localhost:8001/mcp', 'url', 'url must be an absolute http or https URL. Write it with its scheme: http://…'],
    ['url: ftp://s3cret.example', 'url', 'url must be an http or https URL.'],
    [
      'url: https://me:s3cret@mcp.example.com',
      'url',
      'url must not hold a user name or password. Send credentials by headers or sign in instead.',
    ],
    [
      'url: https://@mcp.example.com',
      'url',
      'url must not hold a user name or password. Send credentials by headers or sign in instead.',
    ],
    [
      'url: "https://mcp.example.com\\\\s3cret"',
      'url',
      'url must be a URL. Write it like https://mcp.example.com/mcp.',
    ],
    ['url: "https://mcp.exam\\nple.com"', 'url', 'url must be a URL. Write it like https://mcp.example.com/mcp.'],
    ['url: "https://"', 'url', 'url must be a URL. Write it like https://mcp.example.com/mcp.'],
    ['url: [a]', 'url', 'url must be text.'],
    ['target: file:///s3cret', 'target', 'target must be an http or https URL.'],
  ])('with %j is refused, without a word of the value', async (lines, key, message) => {
    const error = await failure(readServer(lines))
    expect(error).toMatchObject({ code: 'invalid_value', line: 4, path: `mcp.servers.x.${key}` })
    expect(error.message).toBe(`fast-agent.yaml:4: mcp.servers.x.${key}: ${message}`)
  })

  it('that is broken leaves the others alone', async () => {
    const config = await readYaml(`mcp: { servers: { a: { url: ${url} }, b: 1, c: { url: ${url} } } }`)
    expect(outcomes(config)).toEqual({ a: url, b: expect.stringContaining('must be a mapping'), c: url })
  })

  it('is named by its place', async () => {
    const { files, servers } = await readYaml(serverYaml(`url: ${url}`))
    expect(servers).toMatchObject([{ name: 'x', file: files[0], line: 3 }])
  })
})

describe('headers', () => {
  it('are text, whatever they look like', async () => {
    const lines = `url: ${url}\nheaders: { X-Number: 007, X-Boolean: true, X-Text: a b, X-None: , X-Empty: "" }`
    expect((await readServer(lines)).headers).toEqual({ 'X-Number': '007', 'X-Boolean': 'true', 'X-Text': 'a b' })
  })

  it.each(['s3cret', 'Bearer s3cret', 'bearer  s3cret'])('hold the access token %j', async (token) => {
    const { headers } = await readServer(`url: ${url}\naccess_token: ${token}`)
    expect(headers).toEqual({ Authorization: 'Bearer s3cret' })
  })

  it('hold none where the access token is empty', async () => {
    expect((await readServer(`url: ${url}\naccess_token: ""\nheaders: { authorization: a }`)).headers).toEqual({
      authorization: 'a',
    })
  })

  it.each([
    [
      'an access token beside Authorization',
      'access_token: s3cret\nheaders: { AUTHORIZATION: a }',
      'access_token',
      'access_token cannot be combined with headers.Authorization. Keep one.',
    ],
    [
      'an access token of two lines',
      'access_token: "s3cret\\nb"',
      'access_token',
      'access_token must be one line of Latin letters and signs.',
    ],
    [
      'a header of two lines',
      'headers: { a: "s3cret\\r\\nb: c" }',
      'headers.a',
      'A header must be one line of Latin letters and signs.',
    ],
    [
      'a name with a blank',
      'headers: { a b: s3cret }',
      'headers.a b',
      'The name of a header is made of letters, digits and hyphens.',
    ],
    [
      'a header that ends a line',
      'headers: { a: "s3cret\\n" }',
      'headers.a',
      'A header must be one line of Latin letters and signs.',
    ],
    [
      'a header beyond Latin 1',
      'headers: { a: "s3cret \\u2028" }',
      'headers.a',
      'A header must be one line of Latin letters and signs.',
    ],
    [
      'a pseudo header',
      'headers: { ":authority": s3cret }',
      'headers.:authority',
      'The name of a header is made of letters, digits and hyphens.',
    ],
    [
      'a header twice, in two cases',
      'headers: { X-Key: s3cret, x-key: s3cret }',
      'headers.x-key',
      'The same header is already in fast-agent.yaml:5; upper and lower case make no difference. Keep one.',
    ],
    ['a list as a value', 'headers: { a: [s3cret] }', 'headers.a', 'This must be text.'],
    [
      'text instead of names',
      'headers: s3cret',
      'headers',
      'headers must be a mapping. Write it like `headers: { X-Name: value }`.',
    ],
  ])('are refused with %s (H107)', async (_, lines, key, message) => {
    const error = await failure(readServer(`url: ${url}\n${lines}`))
    expect(error.message).toBe(`fast-agent.yaml:5: mcp.servers.x.${key}: ${message}`)
  })
})

describe('a header of the connection, of the body or of whom a request reaches is not for a configuration (H107)', () => {
  it.each([
    'Connection',
    'content-encoding',
    'Content-Length',
    'EXPECT',
    'Host',
    'HTTP2-Settings',
    'Keep-Alive',
    'TE',
    'Trailer',
    'Transfer-Encoding',
    'Upgrade',
    'Proxy-Authorization',
    'proxy-connection',
  ])('%s', async (name) => {
    const why = `${name} is set by the sender of each request. Leave it out.`
    const inFile = readServer(`url: ${url}\nheaders:\n  X-Other: a\n  ${name}: 5`)
    expect(await failure(inFile)).toMatchObject({
      code: 'invalid_value',
      message: `fast-agent.yaml:7: mcp.servers.x.headers.${name}: ${why}`,
    })
    const json = JSON.stringify({ mcpServers: { x: { url, headers: { [name]: '5' } } } }, undefined, 1)
    expect((await failure(read({ '.mcp.json': json }).then(settingsOf))).message).toBe(
      `.mcp.json:6: mcpServers.x.headers.${name}: ${why}`,
    )
    const variable = `MCP__SERVERS__X__HEADERS__${name.toUpperCase().replaceAll('-', '_')}`
    const { message } = await failure(readServer(`url: ${url}`, { [variable]: '5' }))
    expect(message).toBe(`environment variable ${variable}: ${why.replace(name, name.toLowerCase())}`)
  })

  it('but the rest is', async () => {
    const headers = { Accept: 'a', 'X-Host': 'b', Cookie: 'c', 'X-Proxy-A': 'd', 'Content-Language': 'e' }
    expect((await readServer(`url: ${url}\nheaders: ${JSON.stringify(headers)}`)).headers).toEqual(headers)
  })
})

describe('the list of targets', () => {
  it('names servers, by their host or program where they have no name', async () => {
    const yaml = `mcp:
  targets:
    - { name: hf, target: "https://huggingface.co/mcp?login", auth: { scope: a } }
    - target: http://localhost:8001/sse
    - target: /usr/bin/server --flag
    -
`
    const { servers } = await readYaml(yaml)
    expect(servers.map(({ settings, line }) => ({ ...settings, line }))).toMatchObject([
      { name: 'hf', transport: 'http', url: 'https://huggingface.co/mcp?login', auth: { scope: 'a' }, line: 3 },
      { name: 'localhost:8001', transport: 'sse', line: 4 },
      { name: 'server', transport: 'stdio', line: 5 },
    ])
  })

  it('gives way to a server of that name, with a warning', async () => {
    const config = await readYaml(`mcp: { servers: { a: { url: ${url} } },\n targets: [{ name: a, target: x }] }`)
    expect(outcomes(config)).toEqual({ a: url })
    expect(config.warnings).toMatchObject([{ line: 2, path: 'mcp.targets[0]' }])
  })

  it('has locations of its own', async () => {
    const config = await readYaml(`mcp: { targets: [{ name: a, target: x://y, auth: }, { name: b, target: "\${Z}" }] }`)
    expect(outcomes(config)).toEqual({
      a: 'fast-agent.yaml:1: mcp.targets[0].target: target must be an http or https URL.',
      b: `fast-agent.yaml:1: mcp.targets[1].target: the variable Z is not set. Set it, or give a default: \${Z:…}.`,
    })
  })
})

it('no key with a dot passes for the place of a setting, but the name of a header', async () => {
  const dotted = 'auth.issuer: a\nheaders.authorization: a\nauth: { scope: a, allow.http: a, allow: { networks.a: b } }'
  const { locations } = await readServer(`url: https://a.example\nheaders: { x.y: a }\n${dotted}`)
  expect(Object.keys(locations ?? {})).toEqual(['url', 'headers.x.y', 'auth.scope'])
})
