import { once } from 'node:events'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { startMockServer } from '@fast-agent-auth/mock-server'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { startRedis } from '../../packages/token-store-redis/test/redis-server.ts'
import { run } from '../src/child.ts'
import { writeStoreContract } from '../src/store-contract.ts'
import { environment, findNodes, install, mainNode } from './installed.ts'

const packages = [
  '@fast-agent-auth/discovery',
  '@fast-agent-auth/pkce',
  '@fast-agent-auth/cimd',
  '@fast-agent-auth/callback-server',
  '@fast-agent-auth/guarded-fetch',
  '@fast-agent-auth/token-store',
  '@fast-agent-auth/token-store-keyring',
  '@fast-agent-auth/token-store-redis',
  '@fast-agent-auth/flow',
  '@fast-agent-auth/mcp',
  '@fast-agent-auth/config',
  'fast-agent-auth',
  '@fast-agent-auth/mock-server',
]
/** Packages that the example of a README needs besides. */
const peersOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '@fast-agent-auth/mock-server': { msw: '3' },
  '@fast-agent-auth/token-store-redis': { '@redis/client': '6' },
}
const everyNode = ['20', '22', '24', '26']
/** The Nodes on which all is run. On the others a program signs in, by the library and by the CLI. */
const thoroughNodes = process.env.EVERY_NODE ? everyNode : [mainNode]
let nodes: Awaited<ReturnType<typeof findNodes>>
let mock: Awaited<ReturnType<typeof startMockServer>>
let redis: Awaited<ReturnType<typeof startRedis>>

beforeAll(async () => {
  redis = await startRedis()
  mock = await startMockServer({ challengeScope: 'mcp:read' })
  nodes = await findNodes(everyNode)
})
afterAll(async () => {
  await mock.close()
  await redis.remove()
})

const surroundings = async (folder: string): Promise<NodeJS.ProcessEnv> => ({
  ...(await environment(folder, nodes)),
  REDIS_URL: redis.url,
})

describe.each(packages)('%s from its tarball', (name) => {
  let folder: string
  beforeAll(async () => {
    folder = await install(name, peersOf[name])
    const source = inject('published').find(({ manifest }) => manifest.name === name)?.folder ?? ''
    const example = await readFile(join(source, 'examples/readme.ts'), 'utf8')
    await writeFile(join(folder, 'example.mjs'), example.replaceAll('https://mcp.example.com/mcp', mock.serverUrl))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const versions = name === 'fast-agent-auth' ? everyNode : thoroughNodes
  // As msw 3 wants.
  const oldest = name.endsWith('/mock-server') ? 22 : 20
  it.each(versions.filter((version) => Number(version) >= oldest))(
    'runs the example of its README on Node %s',
    async (version) => {
      const { stdout, stderr } = await run(nodes[version] ?? '', ['example.mjs'], {
        cwd: folder,
        env: await surroundings(folder),
      })
      expect(stdout).not.toBe('')
      expect(stderr).toBe('')
    },
  )
})

describe('the contract from the tarball of @fast-agent-auth/token-store', () => {
  let folder: string
  beforeAll(async () => {
    folder = await install('@fast-agent-auth/token-store')
    await writeStoreContract(folder)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it.each(thoroughNodes)('is kept by the file store in several processes on Node %s', async (version) => {
    const { stdout, stderr } = await run(nodes[version] ?? '', ['contract.mjs'], {
      cwd: folder,
      env: await surroundings(folder),
    })
    expect(Number(stdout)).toBeGreaterThan(40)
    expect(stderr).toBe('')
  })
})

describe('@fast-agent-auth/cli from its tarball', () => {
  let folder: string
  beforeAll(async () => {
    folder = await install('@fast-agent-auth/cli')
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it.each(everyNode)('runs ten of its commands on Node %s', async (version) => {
    const env = await surroundings(folder)
    const program = join(folder, 'node_modules/@fast-agent-auth/cli/dist/main.js')
    const cli = async (...args: readonly string[]): Promise<string> => {
      const { stdout } = await run(nodes[version] ?? '', [program, ...args], { cwd: folder, env })
      return stdout
    }
    const url = mock.serverUrl
    const file = ['--store', 'file']
    await cli('auth', 'mcp', 'login', '--endpoint', url, ...file)
    expect(await cli('status', ...file)).toContain(url)
    expect(await cli('check', url, '--json')).toContain('"state": "ready"')
    expect(await cli('tools', url)).toContain('echo')
    expect(await cli('call', url, 'echo', '{"message":"hello"}')).toContain('hello')
    expect(await cli('token', url)).toBe(`${mock.accessTokens.at(-1)?.value}\n`)
    const document = join(folder, 'client.json')
    await writeFile(document, await cli('cimd', 'create', 'https://example.com/client.json', '--name', 'Agent'))
    expect(await cli('cimd', 'validate', document)).toContain('is valid')
    await cli('login', url, '--redis-url', redis.url)
    expect(await cli('clear', url, '--store', 'file', '--yes')).toContain('revoked and deleted')
    expect(await cli('auth', 'mcp', 'list', ...file)).not.toContain(url)
    await cli('clear', url, '--redis-url', redis.url, '--yes')
  })

  it.each(thoroughNodes)('asks the proxy that the environment names on Node %s', async (version) => {
    const asked: string[] = []
    const proxy = createServer().on('connect', ({ url = '' }, socket) => {
      asked.push(url)
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
    })
    await once(proxy.listen(0, '127.0.0.1'), 'listening')
    onTestFinished(() => void proxy.close())
    const env = {
      ...(await surroundings(folder)),
      HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    }
    const program = join(folder, 'node_modules/@fast-agent-auth/cli/dist/main.js')
    const arguments_ = [program, 'cimd', 'validate', 'https://app.example.com/client.json']
    await expect(run(nodes[version] ?? '', arguments_, { cwd: folder, env })).rejects.toMatchObject({ code: 4 })
    expect(asked).toEqual(['app.example.com:443'])
  })

  it('hints commands that run, where it is run by npx', async () => {
    const env = await surroundings(folder)
    const npx = (...words: readonly string[]) => run('npx', ['--no-install', ...words], { cwd: folder, env })
    const failed = await npx('fast-agent-auth', 'token', mock.serverUrl, '--store', 'file').catch((error) => error)
    expect(failed).toMatchObject({ code: 3, stderr: expect.stringContaining('hint: npx ') })
    const [, hint = ''] = /^hint: npx (.*)$/m.exec(failed.stderr) ?? []
    expect(hint).toBe(`@fast-agent-auth/cli login ${mock.serverUrl} --store file`)
    expect((await npx(...hint.split(' '))).stdout).toContain('Signed in')
  })

  it('does not shadow the Python program fast-agent', async () => {
    const { bin } = JSON.parse(await readFile(join(folder, 'node_modules/@fast-agent-auth/cli/package.json'), 'utf8'))
    expect(Object.keys(bin)).toEqual(['fast-agent-auth'])
  })
})
