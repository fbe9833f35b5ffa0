import { describe, expect, it } from 'vitest'
import { type Env, failure, outcomes, read, serverYaml, settingsOf } from './world.ts'

const url = 'https://mcp.example.com/mcp'
const readBoth = (config: string, secrets: string, env: Env = {}) =>
  read({ 'fast-agent.yaml': config, 'fast-agent.secrets.yaml': secrets }, env)

describe('a secrets file', () => {
  it('is told of with the place of each setting: the one that counts (H106)', async () => {
    const config = serverYaml(`url: ${url}\nheaders: { A: a, B: b }\nauth:\n  issuer: https://as\n  scope: [a]`)
    const secrets = serverYaml('headers: { B: c }\nauth: { persist: redis, redis_url: "redis://a" }')
    const { locations } = settingsOf(await readBoth(config, secrets, { MCP__SERVERS__X__AUTH__ISSUER: 'https://b' }))
    expect(locations).toEqual({
      url: 'fast-agent.yaml:4',
      'headers.A': 'fast-agent.yaml:5',
      'headers.B': 'fast-agent.secrets.yaml:4',
      'auth.issuer': 'environment variable MCP__SERVERS__X__AUTH__ISSUER',
      'auth.scope': 'fast-agent.yaml:8',
      'auth.persist': 'fast-agent.secrets.yaml:5',
      'auth.redis_url': 'fast-agent.secrets.yaml:5',
    })
  })

  it('is laid over the configuration, key by key', async () => {
    const config = serverYaml(`url: ${url}\nheaders: { A: a, B: b }\nauth: { client_id: id, issuer: "https://as" }`)
    const secrets = serverYaml('headers: { B: c }\nauth: { client_secret: s3cret }')
    expect(settingsOf(await readBoth(config, secrets))).toMatchObject({
      url,
      headers: { A: 'a', B: 'c' },
      auth: { clientId: 'id', clientSecret: 's3cret', issuer: 'https://as' },
    })
  })

  it('replaces lists and scalars, and mappings by what is none', async () => {
    const config = serverYaml(`url: ${url}\nauth: { scope: [a, b], persist: memory }\nheaders: { A: a }`)
    const secrets = serverYaml('auth: { scope: [c], persist: file }\nheaders: null')
    expect(settingsOf(await readBoth(config, secrets))).toMatchObject({
      auth: { scope: 'c', persist: 'file' },
      headers: {},
    })
  })

  it('may add servers, and take one away', async () => {
    const config = `mcp: { servers: { a: { url: "${url}" }, b: { url: "${url}" } } }`
    const secrets = `mcp: { servers: { b: null, c: { url: "${url}" } } }`
    expect(Object.keys(outcomes(await readBoth(config, secrets)))).toEqual(['a', 'c'])
  })

  it.each(['', '# nothing', 'null', '[a]', 'text'])('that says %j changes nothing', async (secrets) => {
    expect(settingsOf(await readBoth(serverYaml(`url: ${url}`), secrets)).url).toBe(url)
  })

  it('is listed before the configuration, over which it lies', async () => {
    const { files } = await readBoth('', '')
    expect(files.map((file) => file.replace(/^.*\//, ''))).toEqual(['fast-agent.secrets.yaml', 'fast-agent.yaml'])
  })

  it('has locations of its own in errors, and the configuration has its', async () => {
    const config = serverYaml(`url: ${url}\nauth:\n  redirect_port: 1`)
    const wrong = await failure(readBoth(config, `#\n${serverYaml('auth:\n  redirect_port: x')}`).then(settingsOf))
    expect(wrong).toMatchObject({ line: 6, file: expect.stringMatching(/fast-agent\.secrets\.yaml$/) })
    expect(wrong.message).toMatch(/^fast-agent\.secrets\.yaml:6: mcp\.servers\.x\.auth\.redirect_port: /)
    const first = await failure(readBoth(serverYaml('url: x'), serverYaml('auth: {}')).then(settingsOf))
    expect(first.message).toMatch(/^fast-agent\.yaml:4: mcp\.servers\.x\.url: /)
  })

  it('has its variables put in before it is merged', async () => {
    const env = { A: '{ b: c }' }
    const config = serverYaml(`url: ${url}\nheaders: { A: a }`)
    const error = await failure(readBoth(config, serverYaml(`headers: \${A}`), env).then(settingsOf))
    expect(error.message).toContain('headers must be a mapping')
    const { headers } = settingsOf(await readBoth(config, serverYaml(`headers: { A: "\${A}" }`), env))
    expect(headers).toEqual({ A: '{ b: c }' })
  })
})
