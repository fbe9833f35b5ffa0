import { expect, it } from 'vitest'
import { type Config, serverSettings } from '../src/index.ts'
import { failure, read, readYaml } from './world.ts'

const three = () =>
  readYaml('mcp: { servers: { github: { url: "https://a" }, gitlab: { url: x }, linear: { url: "https://c" } } }')
const refused = (config: Config, name: string) => failure(Promise.resolve().then(() => serverSettings(config, name)))

it('gives the settings of a server', async () => {
  expect(serverSettings(await three(), 'github')).toMatchObject({ name: 'github', url: 'https://a' })
})

it('throws the error of a server that cannot be used', async () => {
  const config = await three()
  expect(await refused(config, 'gitlab')).toBe(config.servers[1]?.error)
})

it.each([
  ['gihub', ' Did you mean "github"?'],
  ['GITHUB', ' Did you mean "github"?'],
  ['liner', ' Did you mean "linear"?'],
  ['something', ''],
  ['__proto__', ''],
  [`${'a'.repeat(100_000)}`, ''],
])('says which servers there are where none is called %s', async (name, guess) => {
  expect(await refused(await three(), name)).toMatchObject({
    code: 'unknown_server',
    message: `No server is called "${name}".${guess} Configured: github, gitlab, linear.`,
  })
})

it.each([
  ['no configuration file was found', {}],
  ['the configuration names no server', { 'fast-agent.yaml': 'mcp:' }],
])('says that %s', async (why, files) => {
  expect((await refused(await read(files), 'x')).message).toBe(
    `No server is called "x": ${why}. Add it under mcp.servers in fast-agent.yaml, or give its URL.`,
  )
})

it('compares no names without end', async () => {
  const name = 'a'.repeat(500_000)
  const config = await read({ '.mcp.json': `{ "mcpServers": { "${name}": {} } }` })
  expect((await refused(config, 'b'.repeat(100_000))).message).not.toContain('Did you mean')
})
