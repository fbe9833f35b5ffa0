import type { TokenStore } from '@fast-agent-auth/token-store'
import { beforeEach, describe, expect, it } from 'vitest'
import { openKeyringTokenStore } from '../src/index.ts'
import { callsOf, recordOfChunks } from './chunk-users.ts'
import { type FakeKeyring, fakeKeyring, noLock } from './fake-keyring.ts'

// A call takes up to 7 ms: no operation makes more of them than these.
describe('asks the keychain no more than it must', () => {
  let fake: FakeKeyring
  let store: TokenStore

  beforeEach(async () => {
    fake = fakeKeyring()
    store = await openKeyringTokenStore({ binding: fake.load, lock: noLock })
    await store.update('short', async () => '1')
    await store.update('long', async () => recordOfChunks(3, 'x'))
  })

  async function calls(ask: () => Promise<unknown>): Promise<string[]> {
    fake.asked.length = 0
    await ask()
    return callsOf(fake, 'short', 'long', 'index')
  }

  const chunks = (call: string, slot: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${call} long.${slot}${index}`)

  it('once for a short record, and for none', async () => {
    expect(await calls(() => store.get('short'))).toEqual(['get short'])
    expect(await calls(() => store.get('none'))).toEqual(['get none'])
  })

  it('once more for each chunk of a long record', async () => {
    expect(await calls(() => store.get('long'))).toEqual(['get long', ...chunks('get', 'a', 3)])
  })

  it('once for the keys, and once more for each chunk of a long list', async () => {
    expect(await calls(() => store.keys())).toEqual(['get index'])
    for (let index = 0; index < 100; index++) await store.update(`https://mcp.example.com/${index}`, async () => '1')
    const list = (await calls(() => store.keys())).map((call) => call.replace(/[ab](\d)$/, '$1'))
    expect(list).toEqual(['get index', 'get index.0', 'get index.1'])
  })

  it('twice where a change changes nothing, which sees to it that the key is listed', async () => {
    expect(await calls(() => store.update('short', async (present) => present))).toEqual(['get short', 'get index'])
    expect(await calls(() => store.update('none', async (present) => present))).toEqual(['get none', 'get index'])
  })

  it('three times where a short record is replaced by another', async () => {
    const replaced = ['get short', 'set short', 'get index']
    expect(await calls(() => store.update('short', async () => '2'))).toEqual(replaced)
  })

  it('four times for the first writing of a record', async () => {
    const created = ['get new', 'get index', 'set index', 'set new']
    expect(await calls(() => store.update('new', async () => '1'))).toEqual(created)
  })

  it('three times for the first writing of a record that is listed already, as after a crash', async () => {
    fake.items.delete('fast-agent-auth/short')
    expect(await calls(() => store.update('short', async () => '1'))).toEqual(['get short', 'get index', 'set short'])
  })

  it('six times for the deletion of a short record, two of them for what a crash may have left', async () => {
    const left = ['get short.a0', 'get short.b0']
    const deleted = ['get short', 'delete short', ...left, 'get index', 'set index']
    expect(await calls(() => store.update('short', async () => undefined))).toEqual(deleted)
  })

  it('once for each chunk to read, to write and to remove, and four times, where a long record is replaced', async () => {
    expect(await calls(() => store.update('long', async () => recordOfChunks(2, 'y')))).toEqual([
      'get long',
      ...chunks('get', 'a', 3),
      'get long.b0',
      ...chunks('set', 'b', 2),
      'set long',
      ...chunks('delete', 'a', 3).reverse(),
      'get index',
    ])
  })

  it('once for each chunk where a record becomes long, short or none', async () => {
    expect(await calls(() => store.update('short', async () => recordOfChunks(2, 'y')))).toEqual([
      'get short',
      'get short.a0',
      'set short.a0',
      'set short.a1',
      'set short',
      'get index',
    ])
    expect(await calls(() => store.update('long', async () => 'y'))).toEqual([
      'get long',
      ...chunks('get', 'a', 3),
      'set long',
      ...chunks('delete', 'a', 3).reverse(),
      'get long.b0',
      'get index',
    ])
    expect(await calls(() => store.update('short', async () => undefined))).toEqual([
      'get short',
      'get short.a0',
      'get short.a1',
      'delete short',
      'delete short.a1',
      'delete short.a0',
      'get short.b0',
      'get index',
      'set index',
    ])
  })

  it('for a list of all items only where there is no list of keys that can be read', async () => {
    await store.update('short', async () => undefined)
    await store.update('long', async () => undefined)
    expect(await calls(() => store.keys())).toEqual(['get index', 'find'])
    const first = ['get short', 'get index', 'find', 'set index', 'set short']
    expect(await calls(() => store.update('short', async () => '1'))).toEqual(first)
  })
  it('once more for each item of a long record where the list of keys is made anew, and for no short one', async () => {
    fake.items.delete('fast-agent-auth/index')
    fake.items.set('fast-agent-auth/envelope-key', 'key')
    expect(await calls(() => store.keys())).toEqual(['get index', 'find', 'get long', ...chunks('get', 'a', 3)])
  })
})
