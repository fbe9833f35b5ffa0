import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startMockServer } from '@fast-agent-auth/mock-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../src/child.ts'
import { environment, findNodes, install, mainNode } from './installed.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
/** The esbuild of tsup. */
const esbuild = createRequire(createRequire(`${root}package.json`).resolve('tsup')).resolve('esbuild/bin/esbuild')
// As docs/troubleshooting.md has it.
const banner = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);"

const rollupConfig = `import commonjs from '@rollup/plugin-commonjs'
import resolve from '@rollup/plugin-node-resolve'
const plugins = [resolve({ preferBuiltins: true }), commonjs({ ignore: ['node:sqlite'] })]
export default { input: 'example.mjs', output: { dir: 'rollup', entryFileNames: 'main.mjs' }, plugins }`

const webpackProgram = `import webpack from 'webpack'
const output = { path: process.cwd() + '/webpack', filename: 'main.mjs', module: true, chunkFormat: 'module' }
const options = { mode: 'production', target: 'node20', entry: './example.mjs', experiments: { outputModule: true }, output }
webpack(options, (error, stats) => {
  if (error || stats.hasErrors() || stats.hasWarnings()) throw error ?? new Error(stats.toString())
})`

interface Bundler {
  readonly name: string
  readonly packages?: Readonly<Record<string, string>>
  /** A command in the folder of the program; it leaves `main.mjs` in a folder of the bundler's name. */
  readonly command: readonly string[]
}

const bundled = ['example.mjs', '--bundle', '--platform=node', '--format=esm']
const bundlers: readonly Bundler[] = [
  { name: 'esbuild', command: [esbuild, ...bundled, '--outfile=esbuild/main.mjs', `--banner:js=${banner}`] },
  {
    name: 'rollup',
    packages: { rollup: '4', '@rollup/plugin-commonjs': '29', '@rollup/plugin-node-resolve': '16' },
    command: ['node_modules/rollup/dist/bin/rollup', '-c'],
  },
  { name: 'webpack', packages: { webpack: '5' }, command: ['webpack.mjs'] },
]
const asked = process.env.EVERY_NODE ? bundlers : bundlers.filter(({ name }) => name === 'esbuild')
const versions = process.env.EVERY_NODE ? ['20', '22', '24', '26'] : ['20', mainNode]

let nodes: Awaited<ReturnType<typeof findNodes>>
let mock: Awaited<ReturnType<typeof startMockServer>>
beforeAll(async () => {
  mock = await startMockServer({ challengeScope: 'mcp:read' })
  nodes = await findNodes(versions)
})
afterAll(() => mock.close())

describe.each(asked)('the program of the README, built by $name with nothing marked as external,', (bundler) => {
  const { name, packages, command } = bundler
  let folder: string
  let alone: string
  beforeAll(async () => {
    folder = await install('fast-agent-auth', packages)
    const example = await readFile(`${root}packages/fast-agent-auth/examples/readme.ts`, 'utf8')
    const program = example
      .replaceAll('https://mcp.example.com/mcp', mock.serverUrl)
      .replace(/console\.log\('No keychain[^)]*\)/, 'console.log(event.reason)')
    await writeFile(join(folder, 'example.mjs'), program)
    await writeFile(join(folder, 'rollup.config.mjs'), rollupConfig)
    await writeFile(join(folder, 'webpack.mjs'), webpackProgram)
    // esbuild's is no program of Node's.
    const [file = '', ...args] = name === 'esbuild' ? command : [nodes[mainNode] ?? '', ...command]
    await run(file, args, { cwd: folder })
    alone = await mkdtemp(join(tmpdir(), 'bundle-'))
    await cp(join(folder, name), alone, { recursive: true })
  })
  afterAll(() => Promise.all([folder, alone].map((each) => rm(each, { recursive: true, force: true }))))

  const start = async (place: string, version: string): Promise<string> => {
    const env = await environment(place, nodes)
    const { stdout, stderr } = await run(nodes[version] ?? '', [join(place, 'main.mjs')], { cwd: place, env })
    expect(stderr).toBe('')
    return stdout
  }

  it.each(versions)('signs in on Node %s, and finds the native part in the node_modules above it', async (version) => {
    const output = await start(join(folder, name), version)
    expect(output).toMatch(
      /^No keychain service can be reached.*\n.*\nThe server answered 200\nready, scope mcp:read\n$/,
    )
  })

  it.each(versions)('signs in on Node %s where it is all alone, and says what the keychain lacks', async (version) => {
    const output = await start(alone, version)
    expect(output).toContain('(for a bundle, install @napi-rs/keyring and fs-native-extensions beside it)')
    expect(output).toMatch(/\nThe server answered 200\nready, scope mcp:read\n$/)
  })
})

it('the way to build with esbuild is the one that docs/troubleshooting.md tells', async () => {
  expect(await readFile(`${root}docs/troubleshooting.md`, 'utf8')).toContain(`--banner:js="${banner}"`)
})

it('a bundle in which undici cannot run blames itself, and not the server', async () => {
  const folder = await install('fast-agent-auth')
  const program = `import { createAuth } from 'fast-agent-auth'
await createAuth('${mock.serverUrl}').login().catch(({ message }) => console.log(message))`
  await writeFile(join(folder, 'example.mjs'), program)
  await run(esbuild, [...bundled, '--outfile=main.mjs'], { cwd: folder })
  const env = await environment(folder, nodes)
  const { stdout } = await run(nodes[mainNode] ?? '', ['main.mjs'], { cwd: folder, env })
  expect(stdout).toContain('(the HTTP client undici cannot be loaded (Dynamic require of "node:')
  expect(stdout).toContain('give parts in CommonJS a require (createRequire)')
  expect(stdout).not.toContain('Is the URL right')
  await rm(folder, { recursive: true, force: true })
})

describe.each(['browser', 'workerd'])('a sign-in of a web application, built for %s,', (condition) => {
  it('needs no module of Node, and no process', async () => {
    const folder = await install('fast-agent-auth')
    const program = `import { createAuth, memoryTokenStore } from 'fast-agent-auth'
delete globalThis.process
const { log } = console
const auth = createAuth('${mock.serverUrl}', { store: memoryTokenStore() })
const { url, pending } = await auth.begin({ redirectUri: 'https://app.example.com/callback' })
const { headers } = await fetch(url, { redirect: 'manual' })
await auth.finish(pending, headers.get('location'))
const init = { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' } }
const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
log((await auth.fetch('${mock.serverUrl}', { ...init, body })).status, (await auth.status()).state)
await auth.login({ force: true }).catch(({ code }) => log(code))`
    await writeFile(join(folder, 'example.mjs'), program)
    const conditions = condition === 'browser' ? [] : [`--conditions=${condition}`]
    await run(
      esbuild,
      ['example.mjs', '--bundle', '--format=esm', '--platform=browser', ...conditions, '--outfile=main.mjs'],
      {
        cwd: folder,
      },
    )
    expect(await readFile(join(folder, 'main.mjs'), 'utf8')).not.toMatch(/import\(?["' ]*node:|undici\//)
    const env = await environment(folder, nodes)
    const { stdout, stderr } = await run(nodes[mainNode] ?? '', ['main.mjs'], { cwd: folder, env })
    expect({ stdout, stderr }).toEqual({ stdout: '200 ready\nlisten_failed\n', stderr: '' })
    await rm(folder, { recursive: true, force: true })
  })
})
