import { afterEach, expect, it, vi } from 'vitest'
import { redisTokenStore } from '../src/index.ts'
import { fakeClient } from './fake-client.ts'

const holder = expect.stringMatching(/^[0-9a-f-]{36}$/)
const lease = 'fast-agent-auth:lease:a'
const record = 'fast-agent-auth:record:a'
const keys = 'fast-agent-auth:keys'
const take = ['takeTurn', '2', lease, record, holder, '8000']
const release = ['releaseTurn', '1', lease, holder]

afterEach(() => {
  vi.useRealTimers()
})

it('reads a record and lists the keys by one command each', async () => {
  const client = fakeClient(([name]) => (name === 'GET' ? '1' : ['a', 'b']))
  const store = redisTokenStore(client)
  expect([await store.get('a'), await store.keys()]).toEqual(['1', ['a', 'b']])
  expect(client.sent).toEqual([
    ['GET', record],
    ['listKeys', '2', keys, 'fast-agent-auth:record:'],
  ])
})

it.each([
  ['creates', null, '1', undefined, ['', 'none', '', 'some', '1']],
  ['replaces', 'old', '1', undefined, ['', 'some', 'old', 'some', '1']],
  ['empties', 'old', '', undefined, ['', 'some', 'old', 'some', '']],
  ['deletes', '', undefined, undefined, ['', 'some', '', 'none', '']],
  ['keeps for a time', null, '1', 60_000, ['60000', 'none', '', 'some', '1']],
] as const)('%s a record by two commands', async (_, present, next, ttl, parameters) => {
  const client = fakeClient(([name]) => (name === 'takeTurn' ? [present] : undefined))
  expect(await redisTokenStore(client, { ttl }).update('a', async () => next)).toBe(next)
  expect(client.sent).toEqual([take, ['endTurn', '3', lease, record, keys, holder, 'a', ...parameters]])
  expect(client.sent[1]?.[5]).toBe(client.sent[0]?.[4])
})

it('writes nothing where the record stays as it was, and gives the turn back', async () => {
  const client = fakeClient(([name]) => (name === 'takeTurn' ? ['old'] : undefined))
  expect(await redisTokenStore(client).update('a', async (present) => present)).toBe('old')
  expect(client.sent).toEqual([take, release])
  expect(client.sent[1]?.[3]).toBe(client.sent[0]?.[4])
})

it('writes nothing where the change throws, and gives the turn back', async () => {
  const client = fakeClient()
  const declined = new Error('declined')
  await expect(redisTokenStore(client).update('a', () => Promise.reject(declined))).rejects.toBe(declined)
  expect(client.sent).toEqual([take, release])
})

it('takes each turn under another name', async () => {
  const client = fakeClient()
  const store = redisTokenStore(client)
  for (const next of ['1', '2']) await store.update('a', async () => next)
  const [one, , other] = client.sent
  expect([one?.[0], other?.[0], one?.[4] === other?.[4]]).toEqual(['takeTurn', 'takeTurn', false])
})

it('begins all names with the prefix, and asks for as long a lease as it is told', async () => {
  const client = fakeClient()
  const store = redisTokenStore(client, { prefix: '{mine}', lease: 100 })
  await store.get('a')
  await store.keys()
  await store.update('a', async () => '1')
  expect(client.sent).toEqual([
    ['GET', '{mine}record:a'],
    ['listKeys', '2', '{mine}keys', '{mine}record:'],
    ['takeTurn', '2', '{mine}lease:a', '{mine}record:a', holder, '100'],
    ['endTurn', '3', '{mine}lease:a', '{mine}record:a', '{mine}keys', holder, 'a', '', 'none', '', 'some', '1'],
  ])
})

it('renews the lease at each third of it as long as the change runs, and no longer', async () => {
  vi.useFakeTimers()
  const client = fakeClient()
  let end = (_: string) => {}
  const update = redisTokenStore(client, { lease: 900 }).update('a', () => new Promise((resolve) => (end = resolve)))
  await vi.advanceTimersByTimeAsync(299)
  expect(client.sent.length).toBe(1)
  await vi.advanceTimersByTimeAsync(601)
  const renewal = ['renewTurn', '1', lease, client.sent[0]?.[4], '900']
  expect(client.sent.slice(1)).toEqual([renewal, renewal, renewal])
  end('1')
  await update
  await vi.advanceTimersByTimeAsync(10_000)
  expect(client.sent.length).toBe(5)
  expect(vi.getTimerCount()).toBe(0)
})

it('goes on with a change whose lease cannot be renewed, and lets the end decide', async () => {
  vi.useFakeTimers()
  const client = fakeClient(([name]) => {
    if (name === 'renewTurn') throw new Error('ERR broken')
  })
  let end = (_: string) => {}
  const update = redisTokenStore(client).update('a', () => new Promise((resolve) => (end = resolve)))
  await vi.advanceTimersByTimeAsync(8_000)
  expect(client.sent.filter(([name]) => name === 'renewTurn').length).toBe(3)
  end('1')
  expect(await update).toBe('1')
})

it('leaves no timer behind, which would keep the process alive', async () => {
  vi.useFakeTimers()
  const store = redisTokenStore(fakeClient())
  await store.get('a')
  await store.update('a', async () => '1')
  expect(vi.getTimerCount()).toBe(0)
})

it('asks for a turn once, however many stores of this process wait for it through one client', async () => {
  let grant = (_: unknown) => {}
  const granted = new Promise((resolve) => (grant = resolve))
  const client = fakeClient(([name]) => (name === 'takeTurn' ? granted : undefined))
  const increments = Array.from({ length: 25 }, () => redisTokenStore(client).update('a', async () => '1'))
  const elsewhere = [
    redisTokenStore(client).update('b', async () => '1'),
    redisTokenStore(client, { prefix: 'other:' }).update('a', async () => '1'),
    redisTokenStore(fakeClient()).update('a', async () => '1'),
  ]
  await elsewhere[2]
  expect(client.sent.map(([, , name]) => name)).toEqual([lease, 'fast-agent-auth:lease:b', 'other:lease:a'])
  grant([null])
  await Promise.all([...increments, ...elsewhere])
})

it('asks ioredis by call, since its sendCommand takes something else', async () => {
  const call = vi.fn(async () => '1')
  const sendCommand = vi.fn()
  const client = Object.assign(Object.create({ call }), { sendCommand })
  expect(await redisTokenStore(client).get('a')).toBe('1')
  expect(call.mock.calls).toEqual([['GET', record]])
  expect(call.mock.contexts).toEqual([client])
  expect(sendCommand).not.toHaveBeenCalled()
})
