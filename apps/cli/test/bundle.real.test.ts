import { readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startPlayground } from 'playground'
import { expect, it } from 'vitest'
import { describeOnRedis } from '../../../packages/token-store-redis/test/describe-on-redis.ts'
import { createHome, type Home, program } from './support/cli.ts'
import { freePort, serve, startMock } from './support/servers.ts'

const dist = dirname(program)

/** The files of the bundle that the programs of a home have loaded, as V8 counts them when they end. */
async function loadedBy(coverage: string): Promise<ReadonlySet<string>> {
  const reports = await Promise.all((await readdir(coverage)).map((name) => readFile(join(coverage, name), 'utf8')))
  const urls = reports.flatMap((text) => {
    const { result }: { readonly result: readonly { readonly url: string }[] } = JSON.parse(text)
    return result.map(({ url }) => url)
  })
  const files = urls.filter((url) => url.startsWith('file:')).map((url) => relative(dist, fileURLToPath(url)))
  return new Set(files.filter((file) => !file.startsWith('..')))
}

/** Not needed here: pasting, which is for a terminal, and the store that a program without one of its own would have. */
const left = /^later\/(accept-pasted|src)-\w+\.js$/

/** The files of the bundle that others of it import. */
async function partsOfBundle(): Promise<readonly string[]> {
  const names = (await readdir(dist, { recursive: true })).filter((name) => name.endsWith('.js')).toSorted()
  const texts = await Promise.all(names.map((name) => readFile(join(dist, name), 'utf8')))
  const importedBy = (importers: readonly string[]): readonly string[] => {
    const all = names.flatMap((name, index) => (importers.includes(name) ? [texts[index] ?? ''] : []))
    return names.filter((name) => !left.test(name) && all.some((text) => text.includes(`/${basename(name)}"`)))
  }
  // A file that nobody imports, or whose importers are left out, is none of them.
  const parts = importedBy(names.filter((name) => !left.test(name)))
  return importedBy(names.filter((name) => !name.startsWith('later/') || parts.includes(name)))
}

it('imports no source, which is not published', async () => {
  const names = (await readdir(dist, { recursive: true })).filter((name) => name.endsWith('.js'))
  const texts = await Promise.all(names.map((name) => readFile(join(dist, name), 'utf8')))
  const source = /\b(?:import|from)\s*\(?\s*["']\.{1,2}\/[\w./-]+\.ts["']/
  expect(names.filter((_, index) => source.test(texts[index] ?? ''))).toEqual([])
})

describeOnRedis('the program as it is published', (redis) => {
  it('works with each of its parts that are loaded on demand', { timeout: 300_000 }, async () => {
    const mock = await startMock()
    const playground = await startPlayground()
    const home = await createHome()
    const coverage = join(home.folder, 'coverage')
    const run = async (args: readonly string[], env: Home['env'] = {}): Promise<string> => {
      const { code, stdout, stderr } = await home.run(args, { NODE_V8_COVERAGE: coverage, ...env })
      expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: '' })
      return stdout
    }
    try {
      const { mcpUrl, sseUrl } = playground
      const file = ['--store', 'file']
      expect(await run(['--version'])).toMatch(/^\d/)
      expect(await run(['help', 'login'])).toContain('--redis-url')
      // A browser, files, and both transports.
      expect(await run(['login', mcpUrl, ...file])).toContain('Signed in')
      expect(await run(['login', sseUrl, ...file])).toContain('Signed in')
      expect(await run(['tools', mcpUrl, ...file])).toContain('whoami')
      expect(await run(['call', sseUrl, 'whoami', ...file])).toContain('alex')
      expect(await run(['status', ...file])).toContain('ready')
      expect(await run(['clear', '--all', '--yes', ...file])).toContain('revoked and deleted')
      // Redis, by each way to choose it, and configurations of both forms.
      const store = redis().url
      await writeFile(
        join(home.folder, 'fast-agent.yaml'),
        `mcp:\n  servers:\n    notes:\n      url: ${mock.serverUrl}\n      auth: { persist: redis, redis_url: "${store}", redirect_port: 0 }\n`,
      )
      const config = ['--config-path', join(home.folder, 'fast-agent.yaml')]
      expect(await run(['login', 'notes', ...config])).toContain('Kept in  Redis at 127.0.0.1')
      expect(await run(['token', mock.serverUrl, '--redis-url', store])).toBe(`${mock.accessTokens[0]?.value}\n`)
      const json = join(home.folder, 'servers.json')
      await writeFile(json, JSON.stringify({ mcpServers: { notes: { url: mock.serverUrl } } }))
      const chosen = { FAST_AGENT_AUTH_STORE: store }
      expect(await run(['tools', 'notes', '--config-path', json], chosen)).toContain('has 3 tools')
      for (const more of [config, ['--config-path', json]])
        expect(await run(['status', mock.serverUrl, ...more], chosen)).toContain('ready')
      expect(await run(['clear', 'notes', '--config-path', json, '--yes'], chosen)).toContain('revoked and deleted')
      // Client metadata documents, and a proxy.
      const document = join(home.folder, 'client.json')
      await writeFile(document, await run(['cimd', 'create', 'https://example.com/client.json', '--name', 'Agent']))
      expect(await run(['cimd', 'validate', document])).toContain('is valid')
      const published = ['cimd', 'validate', 'https://app.example.com/client.json']
      const asked: string[] = []
      const { port } = await serve(
        () => undefined,
        0,
        (url, socket) => {
          asked.push(url)
          socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
        },
      )
      const proxied = { NODE_V8_COVERAGE: coverage, HTTPS_PROXY: `http://127.0.0.1:${port}` }
      expect(await home.run(published, proxied)).toMatchObject({ code: 4, stdout: '' })
      expect(asked).toEqual(['app.example.com:443'])
      // The keychain: that there is none is said by the part for it.
      const nowhere = await home.run(['token', `http://127.0.0.1:${await freePort()}/mcp`], {
        NODE_V8_COVERAGE: coverage,
      })
      expect(nowhere).toMatchObject({ code: 4, stderr: expect.stringContaining('keychain') })
    } finally {
      await playground.close()
    }
    const loaded = await loadedBy(coverage)
    expect((await partsOfBundle()).filter((name) => !loaded.has(name))).toEqual([])
  })
})
