import { createServer } from 'node:net'
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { fileTokenStore } from '@fast-agent-auth/token-store/file'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { notInstalled } from '../src/not-installed.ts'
import { openStore } from '../src/open-store.ts'
import { folderWith, readServer } from './world.ts'

const keychain = memoryTokenStore()
vi.mock('@fast-agent-auth/token-store-keyring', () => ({ openKeyringTokenStore: async () => keychain }))

const opened = async (block: string) => openStore(await readServer(`url: https://a.example\n${block}`))
const write = (text: string) => async () => text

beforeEach(async () => {
  const folder = await folderWith()
  for (const name of ['XDG_DATA_HOME', 'LOCALAPPDATA', 'HOME']) vi.stubEnv(name, folder)
})

/** A port at which nothing listens. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

describe('a program keeps sign-ins where the configuration says, as the CLI does', () => {
  it('in files, with persist: file', async () => {
    const store = await opened('auth: { persist: file }')
    await store?.update('a', write('1'))
    expect(await fileTokenStore().get('a')).toBe('1')
  })

  it('in the keychain, with persist: keyring', async () => {
    expect(await opened('auth: { persist: keyring }')).toBe(keychain)
  })

  it('in memory, with persist: memory, which no file and no other store shares', async () => {
    const store = await opened('auth: { persist: memory }')
    await store?.update('a', write('1'))
    expect(await store?.get('a')).toBe('1')
    expect([await fileTokenStore().keys(), await keychain.keys()]).toEqual([[], []])
    expect(await (await opened('auth: { persist: memory }'))?.keys()).toEqual([])
  })

  it.each(['', 'auth: {}'])('where createAuth keeps them by default, with no persist: %j', async (block) => {
    expect(await opened(block)).toBeUndefined()
  })

  it('in Redis, with persist: redis, whose failures say which file chose it, and no password', async () => {
    const port = await freePort()
    const store = await opened(`auth: { persist: redis, redis_url: "redis://me:hunter2@127.0.0.1:${port}" }`)
    const words = 'It was chosen by fast-agent.yaml:5.'
    const message = expect.stringMatching(new RegExp(`^Redis at 127.0.0.1:${port} (?!.*hunter2).*${words}$`))
    for (const call of [store?.get('a'), store?.keys(), store?.update('a', write('1'))])
      await expect(call).rejects.toMatchObject({ name: 'TokenStoreError', code: 'unavailable', message })
  })
})

describe('settings by hand', () => {
  it('need the URL of a Redis, in words that quote none', async () => {
    const expected = 'persist: redis needs redis_url, such as redis://127.0.0.1:6379.'
    await expect(openStore({ auth: { persist: 'redis' } })).rejects.toThrow(new TypeError(expected))
    const redisUrl = 'https://me:hunter2@a.example'
    await expect(openStore({ auth: { persist: 'redis', redisUrl } })).rejects.toThrow(/^(?!.*hunter2)The URL of Redis/)
  })

  it('need not say where they were written', async () => {
    const redisUrl = `redis://127.0.0.1:${await freePort()}`
    const store = await openStore({ auth: { persist: 'redis', redisUrl } })
    await expect(store.get('a')).rejects.toThrow(/^(?!.*chosen)Redis at /)
  })
})

describe('a package that a store needs and that is not installed', () => {
  const cause = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' })

  it.each([
    ['keyring', undefined, 'persist: keyring needs', '@fast-agent-auth/token-store-keyring'],
    ['keyring', 'a.yaml:5', 'persist: keyring in a.yaml:5 needs', '@fast-agent-auth/token-store-keyring'],
    ['redis', undefined, 'persist: redis needs', '@fast-agent-auth/token-store-redis @redis/client'],
  ] as const)('is named with the command that installs it: %s in %s', (store, place, start, names) => {
    const [name] = names.split(' ')
    const message = `${start} ${name}, which is not installed: npm install ${names}`
    const expected = expect.objectContaining({ name: 'TokenStoreError', code: 'unavailable', message, cause })
    expect(() => notInstalled(store, place)(cause)).toThrow(expected)
  })

  it('is not blamed for another failure', () => {
    expect(() => notInstalled('redis', undefined)(new SyntaxError('x'))).toThrow(new SyntaxError('x'))
  })
})
