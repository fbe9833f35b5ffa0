import { expect, it, vi } from 'vitest'
import { redisTokenStore } from '../src/index.ts'
import { fakeClient } from './fake-client.ts'

const refused = () => Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' })

// The reply of Redis, the error code if it is the same for all commands, and a part of the advice.
const replies = [
  ['NOAUTH Authentication required.', 'unavailable', 'put them into its URL'],
  ['WRONGPASS invalid username-password pair or user is disabled.', 'unavailable', 'another user name or password'],
  ['LOADING Redis is loading the dataset in memory', 'unavailable', 'try again in a moment'],
  ['BUSY Redis is busy running a script.', 'unavailable', 'try again in a moment'],
  ['TRYAGAIN Multiple keys request during rehashing of slot', 'unavailable', 'try again in a moment'],
  ['CLUSTERDOWN The cluster is down', 'unavailable', 'try again in a moment'],
  ["MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", 'unavailable', 'in a moment'],
  ['NOREPLICAS Not enough good replicas to write.', 'unavailable', 'check that they run'],
  ["NOPERM this user has no permissions to run the 'eval' command", undefined, 'allow this user GET, EVAL'],
  ["READONLY You can't write against a read only replica.", undefined, 'give the primary instead'],
  ["OOM command not allowed when used memory > 'maxmemory'.", undefined, 'give it more memory'],
  ['MISCONF Redis is configured to save RDB snapshots', undefined, 'free disk space'],
  ['WRONGTYPE Operation against a key holding the wrong kind of value', undefined, 'choose another prefix'],
  ["CROSSSLOT Keys in request don't hash to the same slot", undefined, 'a prefix with braces'],
  ['MOVED 1 127.0.0.1:1', undefined, 'give a cluster client'],
  ["ERR unknown command 'EVAL'", undefined, 'see the cause'],
] as const

it.each(replies)('says what to do where Redis replies %j', async (said, code, advice) => {
  const cause = new Error(said)
  const store = redisTokenStore(fakeClient(() => Promise.reject(cause)))
  const word = said.split(' ')[0]
  const message = expect.stringMatching(new RegExp(`^Redis refused the command \\(${word}\\): .*${advice}`))
  const change = vi.fn()
  await expect(store.get('a')).rejects.toMatchObject({ code: code ?? 'read_failed', cause, message })
  await expect(store.keys()).rejects.toMatchObject({ code: code ?? 'read_failed', cause, message })
  await expect(store.update('a', change)).rejects.toMatchObject({ code: code ?? 'write_failed', cause, message })
  expect(change).not.toHaveBeenCalled()
})

it.each([
  ['was never connected', 'The client is closed'],
  ['was closed', 'Connection is closed.'],
])('says that a client %s', async (_, said) => {
  const store = redisTokenStore(fakeClient(() => Promise.reject(new Error(said))))
  const message = 'Redis cannot be reached, since the client is not connected: connect it first'
  await expect(store.get('a')).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining(message),
  })
})

it.each([
  ['an error with a code', refused(), 'Redis cannot be reached (ECONNREFUSED): check that it is running'],
  [
    'a certificate of an authority that Node does not know',
    Object.assign(new Error(''), { code: 'SELF_SIGNED_CERT_IN_CHAIN' }),
    'Redis cannot be reached (SELF_SIGNED_CERT_IN_CHAIN): its certificate is signed by an authority that Node does not know. Set NODE_EXTRA_CA_CERTS=/path/to/ca.pem',
  ],
  [
    'an error without one',
    new Error('Socket closed unexpectedly'),
    'Redis cannot be reached: check that it is running',
  ],
  [
    'an error with a number for a code',
    Object.assign(new Error(''), { code: 7 }),
    'Redis cannot be reached: check that',
  ],
  ['no error at all', 'gone', 'Redis cannot be reached: check that it is running'],
])('is unavailable where the client fails by %s', async (_, cause, message) => {
  const store = redisTokenStore(fakeClient(() => Promise.reject(cause)))
  await expect(store.get('a')).rejects.toMatchObject({
    code: 'unavailable',
    cause,
    message: expect.stringContaining(message),
  })
  // Nothing was to be written.
  await expect(store.get('a')).rejects.toMatchObject({ message: expect.not.stringContaining('not known') })
  await expect(store.update('a', vi.fn())).rejects.toMatchObject({ message: expect.not.stringContaining('not known') })
})

it.each([
  ['a text for a list', 'keys', 'a'],
  ['a list of other things', 'keys', [Buffer.from('a')]],
  ['bytes for a record', 'get', Buffer.from('1')],
  ['nothing at all, as in legacy mode', 'get', undefined],
  ['bytes for a record within a turn', 'update', [Buffer.from('1')]],
  ['a text for a turn', 'update', 'OK'],
] as const)('says that the client changes replies where it gives %s', async (_, method, reply) => {
  const store = redisTokenStore({ sendCommand: async () => reply })
  const change = vi.fn()
  const message = expect.stringContaining('give the store a client that returns strings as they are')
  await expect(store[method]('a', change)).rejects.toMatchObject({ code: 'read_failed', message })
  expect(change).not.toHaveBeenCalled()
})
