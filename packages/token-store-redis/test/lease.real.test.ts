import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { expect, it, onTestFinished, vi } from 'vitest'
import { type RedisTokenStoreOptions, redisTokenStore } from '../src/index.ts'
import { describeOnRedis } from './describe-on-redis.ts'
import { holdTurn } from './held-turn.ts'
import { watchCommands } from './watch-commands.ts'

const lost = { name: 'TokenStoreError', code: 'lost_turn', message: expect.stringContaining('read the record again') }

describeOnRedis('the lease of a turn', (redis) => {
  /** A store, what somebody else does behind its back, and the names of what is kept under key `a`. */
  function open(options: RedisTokenStoreOptions = {}) {
    const prefix = `${randomUUID()}:`
    const [client, other] = [new Redis(redis().url), new Redis(redis().url)]
    onTestFinished(() => {
      client.disconnect()
      other.disconnect()
    })
    const store = redisTokenStore(client, { prefix, ...options })
    return { client, other, prefix, store, lease: `${prefix}lease:a`, record: `${prefix}record:a` }
  }

  it('is there while a change runs, for as long as it was asked for, and gone when it is done', async () => {
    const { other, store, lease } = open({ lease: 5_000 })
    const turn = await holdTurn(store, 'a')
    expect(await other.pttl(lease)).toBeGreaterThan(1_000)
    expect(await other.pttl(lease)).toBeLessThanOrEqual(5_000)
    await turn.end('1')
    expect(await other.exists(lease)).toBe(0)
  })

  it.each([
    ['stays as it was', async (turn: Held) => turn.end(turn.given)],
    ['fails', async (turn: Held) => turn.fail(new Error('declined')).catch(() => {})],
  ])('is gone when a change %s', async (_, finish) => {
    const { other, store, lease } = open()
    const turn = await holdTurn(store, 'a')
    expect(await other.exists(lease)).toBe(1)
    await finish(turn)
    expect(await other.exists(lease)).toBe(0)
  })

  // The record that the change got, and the record at its end, after the lease has lapsed and nobody has taken it.
  it.each([
    ['there is still no record', undefined, null],
    ['the record is still the one that was given', 'old', 'old'],
    ['the record is still empty', '', ''],
    ['what was to be written is there, from a command that was sent before', 'old', 'new'],
  ])('writes after the lease has lapsed where %s', async (_, given, present) => {
    const { other, store, lease, record } = open()
    if (given !== undefined) await store.update('a', async () => given)
    const turn = await holdTurn(store, 'a')
    await other.del(lease)
    if (present !== null) await other.set(record, present)
    expect(await turn.end('new')).toBe('new')
    expect(await store.get('a')).toBe('new')
    expect(await store.keys()).toEqual(['a'])
  })

  it.each([
    ['the record is another one', 'old', 'other'],
    ['there is a record, and was none', undefined, 'other'],
    ['there is an empty record, and was none', undefined, ''],
    ['the record is gone', 'old', null],
    ['the empty record is gone', '', null],
  ])('keeps what is there after the lease has lapsed where %s', async (_, given, present) => {
    const { other, store, lease, record } = open()
    if (given !== undefined) await store.update('a', async () => given)
    const turn = await holdTurn(store, 'a')
    await other.del(lease)
    if (present === null) await other.del(record)
    else await other.set(record, present)
    await expect(turn.end('new')).rejects.toMatchObject(lost)
    expect(await other.get(record)).toBe(present)
    expect(await other.exists(lease)).toBe(0)
  })

  it('deletes after the lease has lapsed only the record that the change was given', async () => {
    const { other, store, lease, record } = open()
    await store.update('a', async () => 'old')
    const one = await holdTurn(store, 'a')
    await other.del(lease)
    await other.set(record, 'other')
    await expect(one.end(undefined)).rejects.toMatchObject(lost)
    const two = await holdTurn(store, 'a')
    await other.del(lease)
    expect(await two.end(undefined)).toBeUndefined()
    expect([await other.exists(record), await store.keys()]).toEqual([0, []])
  })

  it('leaves record and turn to who has taken the turn, whatever becomes of the change', async () => {
    const { other, store, lease, record } = open()
    await store.update('a', async () => 'old')
    const take = () => other.set(lease, 'somebody else', 'PX', 60_000)

    const written = await holdTurn(store, 'a')
    await take()
    await expect(written.end('new')).rejects.toMatchObject(lost)
    expect([await other.get(lease), await other.get(record)]).toEqual(['somebody else', 'old'])

    for (const finish of [(turn: Held) => turn.end('old'), (turn: Held) => turn.fail(new Error('declined'))]) {
      await other.del(lease)
      const turn = await holdTurn(store, 'a')
      await take()
      await finish(turn).catch(() => {})
      expect([await other.get(lease), await other.get(record)]).toEqual(['somebody else', 'old'])
    }
  })

  it('does not lengthen the turn of who has taken it', async () => {
    const { other, store, lease } = open({ lease: 100 })
    const watched = await watchCommands(redis().url)
    const turn = await holdTurn(store, 'a')
    await other.set(lease, 'somebody else')
    const before = watched.commands.filter(([name, key]) => name === 'get' && key === lease).length
    // The first command may turn out only now to have come before.
    await watched.seen(before + 2, 'get', lease)
    watched.stop()
    expect([await other.get(lease), await other.pttl(lease)]).toEqual(['somebody else', -1])
    await expect(turn.end('new')).rejects.toMatchObject(lost)
  })

  it('begins a change when the turn of another is over, with what that one wrote', async () => {
    const { other, prefix, store, record, lease } = open()
    await other.set(lease, 'somebody else')
    const watched = await watchCommands(redis().url)
    const change = vi.fn(async (present: string | undefined) => `${present}!`)
    const update = store.update('a', change)
    await watched.seen(3, 'set', lease)
    expect(change).not.toHaveBeenCalled()
    await other.set(record, 'theirs')
    await other.del(lease)
    expect(await update).toBe('theirs!')
    watched.stop()
    expect(watched.commands.filter(([name]) => name === 'EVAL').every(([, , , of]) => of?.startsWith(prefix))).toBe(
      true,
    )
  })

  it('ends the wait for the turn of another by the signal, and leaves that turn alone', async () => {
    const { other, store, lease } = open()
    await other.set(lease, 'somebody else')
    const watched = await watchCommands(redis().url)
    const controller = new AbortController()
    const reason = new Error('gave up')
    const change = vi.fn()
    const update = store.update('a', change, { signal: controller.signal })
    await watched.seen(2, 'set', lease)
    controller.abort(reason)
    await expect(update).rejects.toBe(reason)
    watched.stop()
    expect(change).not.toHaveBeenCalled()
    expect(await other.get(lease)).toBe('somebody else')
    await other.del(lease)
    expect(await store.update('a', async () => 'next')).toBe('next')
  })

  it('does the same where each command reaches Redis twice, as when a connection breaks before the reply', async () => {
    const { client, other, prefix, lease } = open()
    const twice = {
      sendCommand: async ([command = '', ...parameters]: string[]) => {
        await client.call(command, ...parameters)
        return client.call(command, ...parameters)
      },
    }
    const store = redisTokenStore(twice, { prefix })
    for (const next of ['1', '2', undefined, '']) {
      expect(await store.update('a', async () => next)).toBe(next)
      expect([await store.get('a'), await store.keys()]).toEqual([next, next === undefined ? [] : ['a']])
      expect(await other.exists(lease)).toBe(0)
    }
    expect(await store.update('a', async (present) => present)).toBe('')
    expect(await other.exists(lease)).toBe(0)
  })

  it('loses none of 200 updates at once over 8 stores', async () => {
    const { prefix } = open()
    const stores = Array.from({ length: 8 }, () => {
      const client = new Redis(redis().url)
      onTestFinished(() => client.disconnect())
      return redisTokenStore(client, { prefix })
    })
    const increments = Array.from({ length: 200 }, (_, index) =>
      stores[index % 8]?.update('a', async (present) => String(Number(present ?? 0) + 1)),
    )
    const counts = await Promise.all(increments)
    expect(new Set(counts).size).toBe(200)
    expect(await stores[0]?.get('a')).toBe('200')
  })
})

type Held = Awaited<ReturnType<typeof holdTurn>>
