import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startMockServer } from '@fast-agent-auth/mock-server'
import { afterAll, beforeAll, expect, inject, it, onTestFinished } from 'vitest'
import { startSecretService } from '../../packages/token-store-keyring/test/secret-service.ts'
import { startRedis } from '../../packages/token-store-redis/test/redis-server.ts'
import { run } from '../src/child.ts'
import { installRuntimes, type Program, type Runtime, yarn } from '../src/runtimes.ts'
import { writeStoreContract } from '../src/store-contract.ts'
import { writeRuntimeScripts } from '../src/write-runtime-scripts.ts'
import { install, manifestWith } from './installed.ts'

const all = process.env.EVERY_NODE !== undefined
let runtimes: Readonly<Record<Runtime, Program>>
let mock: Awaited<ReturnType<typeof startMockServer>>
let redis: Awaited<ReturnType<typeof startRedis>>
let keychain: Awaited<ReturnType<typeof startSecretService>>
/** The folder of a program that signs in, with all that it needs. */
let folder: string

beforeAll(async () => {
  runtimes = await installRuntimes()
  const redisPackage = '@fast-agent-auth/token-store-redis'
  const { tarball } = inject('published').find(({ manifest }) => manifest.name === redisPackage) ?? {}
  const more = { [redisPackage]: `file:${tarball}`, '@redis/client': '6' }
  folder = await install('fast-agent-auth', more)
  mock = await startMockServer({ challengeScope: 'mcp:read' })
  redis = await startRedis()
  keychain = await startSecretService()
  await writeStoreContract(folder)
  await writeRuntimeScripts(folder, mock.serverUrl)
})
afterAll(async () => {
  await mock.close()
  await redis.remove()
  await keychain.stop()
  await rm(folder, { recursive: true, force: true })
})

/** No display, a home of its own, and a browser whose person agrees to everything; a keychain where one is given. */
async function environment(keychain: Readonly<Record<string, string>> = {}): Promise<NodeJS.ProcessEnv> {
  const home = await mkdtemp(join(folder, 'home-'))
  const BROWSER = `${runtimes.Node[0]} ${join(folder, 'browser.mjs')}`
  return { PATH: process.env.PATH, ...keychain, HOME: home, XDG_DATA_HOME: home, BROWSER, REDIS_URL: redis.url }
}

/** Runs a script of the folder to its end; a runtime that crashes, or writes to stderr, fails. */
async function output([program, ...words]: Program, env: NodeJS.ProcessEnv, ...script: string[]): Promise<string> {
  const { stdout, stderr } = await run(program, [...words, ...script], { cwd: folder, env })
  expect(stderr).toBe('')
  return stdout
}

const names = ['Node', 'Deno', 'Bun'] as const
const others = ['Deno', 'Bun'] as const

it.each(others)('signs in as the README says on %s, in memory where there is no keychain', async (name) => {
  const printed = await output(runtimes[name], await environment(), 'readme.mjs')
  expect(printed).toContain('No keychain here: signed in until this program ends')
  expect(printed).toContain('The server answered 200\nready, scope mcp:read')
})

it('finds on Deno and Bun, by the keychain, the tokens of a sign-in on Node', async () => {
  const env = await environment(keychain.env)
  expect(await output(runtimes.Node, env, 'readme.mjs')).toContain('Sign in here')
  const signedIn = 'The server answered 200\nready, scope mcp:read\n'
  for (const name of others) expect(await output(runtimes[name], env, 'readme.mjs')).toBe(signedIn)
})

const pairs = names.flatMap((name) => names.map((other) => [name, other] as const))
const smoke = pairs.filter(([name, other]) => name === 'Node' && other !== 'Node')
it.each(all ? pairs : smoke)('takes turns on one file store in %s and processes of %s', async (name, other) => {
  const printed = await output(runtimes[name], await environment(), 'contract.mjs', ...runtimes[other])
  expect(Number(printed)).toBeGreaterThan(40)
})

const stores = ['memory', 'file', 'keychain', 'redis'] as const
it.each(stores)('counts to three by %s, one runtime after the other where the store outlives them', async (store) => {
  const env = await environment(keychain.env)
  const counts: string[] = []
  for (const name of names) counts.push(await output(runtimes[name], env, 'count.mjs', store))
  expect(counts).toEqual(store === 'memory' ? ['1\n', '1\n', '1\n'] : ['1\n', '2\n', '3\n'])
})

const withoutForeignFunctions = ['env', 'net', 'read', 'run', 'sys', 'write'].map((each) => `--allow-${each}`)

it.each(['file', 'keychain'])('says what to allow where Deno may not lock for %s, and asks nobody', async (store) => {
  const deno: Program = [runtimes.Deno[0], 'run', ...withoutForeignFunctions]
  const env = await environment(keychain.env)
  expect(await output(deno, env, 'count.mjs', store)).toMatch(
    /^unavailable: Deno may not .*: run it with --allow-ffi, or/,
  )
  expect(await output([...deno, '--allow-ffi'], env, 'count.mjs', store)).toMatch(/^\d+\n$/)
})

it('signs in as the README says where Deno may not lock, in memory although there is a keychain', async () => {
  const deno: Program = [runtimes.Deno[0], 'run', ...withoutForeignFunctions]
  const printed = await output(deno, await environment(keychain.env), 'readme.mjs')
  expect(printed).toContain('No keychain here: signed in until this program ends')
  expect(printed).toContain('The server answered 200\nready, scope mcp:read')
})

it('a program that Bun has compiled runs no native part of the folder where it is started (H144)', async () => {
  const [bun] = runtimes.Bun
  await writeFile(
    join(folder, 'status.mjs'),
    `import { createAuth } from 'fast-agent-auth'
const auth = createAuth('https://mcp.example.com/mcp', { onEvent: ({ type }) => console.log(type) })
console.log((await auth.status()).state)`,
  )
  const hostile = await mkdtemp(join(tmpdir(), 'hostile-'))
  onTestFinished(() => rm(hostile, { recursive: true, force: true }))
  const planted = join(hostile, 'node_modules/@napi-rs/keyring')
  await mkdir(planted, { recursive: true })
  await writeFile(join(planted, 'package.json'), '{ "name": "@napi-rs/keyring", "main": "index.js" }')
  await writeFile(join(planted, 'index.js'), `console.log('PLANTED')`)
  const program = join(hostile, 'program')
  const env = await environment(keychain.env)
  await run(bun, ['build', '--compile', `--outfile=${program}`, 'status.mjs'], { cwd: folder, env })
  expect((await run(program, [], { cwd: hostile, env })).stdout).toBe('store_fallback\nmissing\n')
})

it.each(all ? ['Yarn PnP'] : [])('keeps the contract of stores with %s, which replaces node:fs', async () => {
  const [program, ...words] = yarn
  const own = await mkdtemp(join(tmpdir(), 'yarn-'))
  onTestFinished(() => rm(own, { recursive: true, force: true }))
  await writeFile(join(own, 'package.json'), manifestWith('@fast-agent-auth/token-store'))
  // Else it takes the folder for a part of what is above it.
  await writeFile(join(own, 'yarn.lock'), '')
  await writeStoreContract(own)
  const settings = {
    YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
    YARN_ENABLE_GLOBAL_CACHE: 'false',
    YARN_ENABLE_TELEMETRY: '0',
  }
  const options = { cwd: own, env: { ...process.env, ...settings } }
  await run(program, [...words, 'install'], options)
  const { stdout } = await run(program, [...words, 'node', 'contract.mjs'], options)
  expect(Number(stdout)).toBeGreaterThan(40)
})
