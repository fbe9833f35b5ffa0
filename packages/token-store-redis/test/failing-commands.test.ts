import { afterEach, expect, it, vi } from 'vitest'
import { redisTokenStore } from '../src/index.ts'
import { fakeClient } from './fake-client.ts'

const refused = () => Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' })

afterEach(() => {
  vi.useRealTimers()
})

it('asks once more where the connection breaks, and then gives up', async () => {
  const client = fakeClient(() => Promise.reject(refused()))
  await expect(redisTokenStore(client).get('a')).rejects.toMatchObject({ code: 'unavailable' })
  expect(client.sent.length).toBe(2)
  let failures = 1
  client.answer = () => (failures-- > 0 ? Promise.reject(new Error('Socket closed unexpectedly')) : '1')
  expect(await redisTokenStore(client).get('a')).toBe('1')
})

it('does not ask again what Redis has refused', async () => {
  const client = fakeClient(() => Promise.reject(new Error('NOPERM no')))
  await expect(redisTokenStore(client).get('a')).rejects.toMatchObject({ code: 'read_failed' })
  expect(client.sent.length).toBe(1)
})

it('gives up after 5 seconds without a reply, each time it asks', async () => {
  vi.useFakeTimers()
  const client = fakeClient(() => new Promise(() => {}))
  const store = redisTokenStore(client)
  for (const ask of [() => store.get('a'), () => store.keys(), () => store.update('a', vi.fn())]) {
    let settled = false
    const asked = expect(ask().finally(() => (settled = true))).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('Redis did not answer within 5 s'),
    })
    await vi.advanceTimersByTimeAsync(4_999)
    expect(settled).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    await asked
  }
  expect([client.sent.length, vi.getTimerCount()]).toEqual([3, 0])
})

/** A store whose Redis answers to the end of a turn what it is told. */
function endAnswers(answer: () => unknown) {
  vi.useFakeTimers()
  const client = fakeClient(([name]) => (name === 'endTurn' ? answer() : undefined))
  const update = redisTokenStore(client).update('a', async () => '1')
  const ends = () => client.sent.filter(([name]) => name === 'endTurn').length
  return { client, update, ends }
}

it.each([
  ['the connection breaks', refused],
  ['Redis is being started', () => new Error('LOADING Redis is loading the dataset in memory')],
  ['another Redis becomes the primary', () => new Error("READONLY You can't write against a read only replica.")],
])('writes for 5 seconds where %s, since what is to be written cannot be had again', async (_, failure) => {
  let broken = true
  const { update, ends } = endAnswers(() => (broken ? Promise.reject(failure()) : 'written'))
  await vi.advanceTimersByTimeAsync(4_500)
  broken = false
  await vi.advanceTimersByTimeAsync(100)
  expect(await update).toBe('1')
  expect(ends()).toBeGreaterThan(40)
})

it('says that it does not know whether a change was written where the connection stays broken', async () => {
  const cause = refused()
  const { client, update, ends } = endAnswers(() => Promise.reject(cause))
  const failed = expect(update).rejects.toMatchObject({
    code: 'unavailable',
    cause,
    message: expect.stringMatching(/ECONNREFUSED.* It is not known whether the change was written: read the record/),
  })
  await vi.advanceTimersByTimeAsync(5_000)
  await failed
  const sent = ends()
  expect(client.sent.at(-1)?.[0]).toBe('releaseTurn')
  await vi.advanceTimersByTimeAsync(60_000)
  expect([ends(), vi.getTimerCount()]).toEqual([sent, 0])
})

it('sends no change again whose time is over, also where its connection breaks only then', async () => {
  let fail = (_: unknown) => {}
  const { update, ends } = endAnswers(() => new Promise((_, reject) => (fail = reject)))
  const failed = expect(update).rejects.toMatchObject({ message: expect.stringContaining('did not answer within 5 s') })
  await vi.advanceTimersByTimeAsync(5_000)
  await failed
  fail(new Error('Socket closed unexpectedly'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(ends()).toBe(1)
})

it('says that nothing was written, and gives the turn back, where Redis refuses to write', async () => {
  const { client, update } = endAnswers(() => Promise.reject(new Error('OOM command not allowed')))
  await expect(update).rejects.toMatchObject({
    code: 'write_failed',
    message: expect.not.stringContaining('not known'),
  })
  expect(client.sent.map(([name]) => name)).toEqual(['takeTurn', 'endTurn', 'releaseTurn'])
})

it('gives up at once by the signal where Redis does not answer, and gives a turn back that comes later', async () => {
  let grant = (_: unknown) => {}
  const client = fakeClient(([name]) => (name === 'takeTurn' ? new Promise((resolve) => (grant = resolve)) : undefined))
  const controller = new AbortController()
  const removed = vi.spyOn(controller.signal, 'removeEventListener')
  const added = vi.spyOn(controller.signal, 'addEventListener')
  const reason = new Error('gave up')
  const change = vi.fn()
  const update = redisTokenStore(client).update('a', change, { signal: controller.signal })
  controller.abort(reason)
  await expect(update).rejects.toBe(reason)
  expect(client.sent.length).toBe(1)
  grant([null])
  await vi.waitFor(() => expect(client.sent.length).toBe(2), 60_000)
  expect(client.sent[1]).toEqual(['releaseTurn', '1', 'fast-agent-auth:lease:a', client.sent[0]?.[4]])
  expect(change).not.toHaveBeenCalled()
  expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(added.mock.calls.map(([, listener]) => listener))
})

it.each([
  ['is refused', null],
  ['fails', new Error('ERR broken')],
])('sends nothing more where it gave up and the turn %s', async (_, outcome) => {
  let settle = () => {}
  const answer = new Promise((resolve, reject) => {
    settle = () => (outcome instanceof Error ? reject(outcome) : resolve(outcome))
  })
  const client = fakeClient(() => answer)
  const controller = new AbortController()
  const update = redisTokenStore(client).update('a', vi.fn(), { signal: controller.signal })
  controller.abort()
  await expect(update).rejects.toBe(controller.signal.reason)
  settle()
  await answer.catch(() => {})
  await new Promise(setImmediate)
  expect(client.sent.length).toBe(1)
})

it('refreshes nothing after a write that failed until what is kept has been written once more (H98)', async () => {
  const full = new Error('OOM command not allowed')
  let broken = true
  const client = fakeClient(([name, , , record]) => {
    if (name === 'takeTurn') return [record?.endsWith(':none') ? null : 'old']
    return name === 'endTurn' && broken ? Promise.reject(full) : undefined
  })
  const store = redisTokenStore(client)
  const change = vi.fn(async () => 'new')
  const names = (): readonly (string | undefined)[] => client.sent.splice(0).map(([name]) => name)
  // Nobody knows before the first one.
  await expect(store.update('a', change, { reserve: 100 })).rejects.toMatchObject({ code: 'write_failed' })
  expect([change.mock.calls.length, names()]).toEqual([1, ['takeTurn', 'endTurn', 'releaseTurn']])
  for (const key of ['a', 'b'])
    await expect(store.update(key, change, { reserve: 100 })).rejects.toMatchObject({
      code: 'write_failed',
      cause: full,
    })
  expect(change).toHaveBeenCalledTimes(1)
  expect(client.sent.filter(([name]) => name === 'endTurn').map((sent) => sent.slice(-4))).toEqual(
    Array(2).fill(['some', 'old', 'some', 'old']),
  )
  names()
  // Without a record there is nothing to lose, and a result that can be had again needs no room.
  await expect(store.update('none', change, { reserve: 100 })).rejects.toMatchObject({ code: 'write_failed' })
  await expect(store.update('b', change)).rejects.toMatchObject({ code: 'write_failed' })
  expect(change).toHaveBeenCalledTimes(3)
  names()
  broken = false
  expect(await store.update('b', change, { reserve: 100 })).toBe('new')
  expect(names()).toEqual(['takeTurn', 'endTurn', 'releaseTurn', 'takeTurn', 'endTurn'])
  expect(await store.update('a', change, { reserve: 100 })).toBe('new')
  expect(names()).toEqual(['takeTurn', 'endTurn'])
})

it('begins no change where what is kept cannot be written again and the turn cannot be given back', async () => {
  const client = fakeClient(([name]) => (name === 'takeTurn' ? ['old'] : Promise.reject(new Error('NOPERM no'))))
  const store = redisTokenStore(client)
  await expect(store.update('a', async () => 'new')).rejects.toMatchObject({ code: 'write_failed' })
  const change = vi.fn()
  await expect(store.update('a', change, { reserve: 100 })).rejects.toMatchObject({ code: 'write_failed' })
  expect(change).not.toHaveBeenCalled()
})
