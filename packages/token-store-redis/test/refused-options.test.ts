import { createCluster, createSentinel } from '@redis/client'
import { expect, it } from 'vitest'
import { redisTokenStore } from '../src/index.ts'
import { parseRedisUrl } from '../src/redis-url.ts'
import { fakeClient } from './fake-client.ts'

/** Calls it as JavaScript would, without types. */
const give = (target: unknown) => () => redisTokenStore(target as string)

it.each([
  ['nothing', undefined],
  ['null', null],
  ['an empty object', {}],
  ['a function, which has a call as all functions do', () => undefined],
  ['a client whose sendCommand is none', { sendCommand: 'GET' }],
  ['a client whose call is none', { call: 'GET' }],
])('says what it takes where it is given %s', (_, target) => {
  expect(give(target)).toThrow(TypeError)
  expect(give(target)).toThrow(/needs a URL .* or a client of redis, @redis\/client or ioredis/)
})

it('says how to give a cluster or a sentinel of redis, which take commands in another form', () => {
  const cluster = createCluster({ rootNodes: [{ url: 'redis://localhost' }] })
  const sentinel = createSentinel({ name: 'main', sentinelRootNodes: [{ host: 'localhost', port: 1 }] })
  for (const client of [cluster, sentinel]) expect(give(client)).toThrow('give { sendCommand: (command) => … }')
})

it.each([
  ['is no URL', 'localhost', 'cannot be parsed'],
  ['has a password that is not escaped', 'redis://user:sec#ret/@localhost', 'cannot be parsed'],
  ['is of another kind', 'https://user:secret@localhost', 'is neither redis: nor rediss:'],
  ['names no host', 'redis:///1', 'names no host'],
  ['names a database that is no number', 'redis://user:secret@localhost/one', 'names a database that is not a number'],
  ['has a password that cannot be decoded', 'redis://user:secret%@localhost', 'cannot be decoded'],
  ['has a user name that cannot be decoded', 'redis://secret%:x@localhost', 'cannot be decoded'],
])('says what is expected where the URL %s, and does not quote it', (_, url, message) => {
  expect(give(url)).toThrow(TypeError)
  expect(give(url)).toThrow(message)
  expect(give(url)).toThrow('redis[s]://[[user]:password@]host[:port][/database]')
  expect(give(url)).not.toThrow(/sec.?ret/)
})

it.each(['redis://localhost', 'rediss://localhost:1/', 'redis://u:p%40@[::1]:6379/15', ' redis://localhost '])(
  'takes %j, and connects to nothing before it is asked',
  (url) => {
    expect(Object.keys(redisTokenStore(url))).toEqual(['get', 'keys', 'update', 'close'])
  },
)

it.each([
  ['redis://localhost', 'localhost:6379', 'localhost:6379/0'],
  ['rediss://user:secret@example.com:1/', 'example.com:1', 'example.com:1/0'],
  ['redis://:secret@[::1]/15', '[::1]:6379', '[::1]:6379/15'],
])('knows the place of %s, and no credentials by it', (url, host, place) => {
  expect(parseRedisUrl(url)).toEqual({ url, host, place })
})

it.each([99, 3_600_001, 0, -1, 100.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses a lease of %d ms', (lease) => {
  expect(() => redisTokenStore(fakeClient(), { lease })).toThrow(RangeError)
  expect(() => redisTokenStore(fakeClient(), { lease })).toThrow(`from 100 to 3600000; got ${lease}.`)
})

it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses a ttl of %d ms', (ttl) => {
  expect(() => redisTokenStore(fakeClient(), { ttl })).toThrow(RangeError)
  expect(() => redisTokenStore(fakeClient(), { ttl })).toThrow(`from 1; got ${ttl}.`)
})

it.each([{ lease: 100 }, { lease: 3_600_000 }, { ttl: 1 }, { ttl: undefined, lease: undefined, prefix: undefined }])(
  'takes %j',
  (options) => {
    expect(() => redisTokenStore(fakeClient(), options)).not.toThrow()
  },
)

it('leaves it to the owner of a client to close it', () => {
  expect(Object.keys(redisTokenStore(fakeClient()))).toEqual(['get', 'keys', 'update'])
})
