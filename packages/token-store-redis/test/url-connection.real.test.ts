import { once } from 'node:events'
import net from 'node:net'
import { createClient } from '@redis/client'
import { expect, it, onTestFinished, vi } from 'vitest'
import { redisTokenStore } from '../src/index.ts'
import { listen } from './listen.ts'
import { freePort } from './redis-server.ts'

it('speaks TLS where the URL says rediss, and says that the other side may not', async () => {
  const first: number[] = []
  const { port } = await listen((socket) => {
    socket.once('data', (data) => {
      first.push(data[0] ?? 0)
      socket.end('-ERR this is no TLS\r\n')
    })
  })
  const store = redisTokenStore(`rediss://127.0.0.1:${port}`)
  onTestFinished(store.close)
  await expect(store.get('a')).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('that it speaks TLS'),
  })
  // A TLS handshake, once and once more.
  expect(first).toEqual([22, 22])
})

it('opens one connection for all that is asked at once, and another one where replies fail to come', async () => {
  let said = ''
  const { port, sockets } = await listen((socket) => {
    if (sockets.length === 1) socket.on('data', (data) => (said += data))
    if (sockets.length > 1) socket.on('data', () => socket.write('$1\r\n1\r\n'))
  })
  const store = redisTokenStore(`redis://127.0.0.1:${port}`)
  onTestFinished(store.close)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const refused = ['a', 'b', 'c'].map((key) => expect(store.get(key)).rejects.toMatchObject({ code: 'unavailable' }))
  await vi.waitFor(() => expect(sockets.length).toBe(1), 60_000)
  await vi.advanceTimersByTimeAsync(5_000)
  await Promise.all(refused)
  vi.useRealTimers()
  // No greeting that needs another version, or a permission.
  expect(said).toMatch(/^(\*2\r\n\$3\r\nGET\r\n\$24\r\nfast-agent-auth:record:\w\r\n){3}$/)
  expect(await store.get('a')).toBe('1')
  expect(sockets.length).toBe(2)
})

it('puts away a connection that is silent at first, and keeps the next one when the first breaks', async () => {
  const { port, sockets } = await listen((socket) => {
    const answers = sockets.length > 1 ? ['+OK\r\n', '$1\r\n1\r\n', '$1\r\n1\r\n'] : []
    socket.on('data', () => socket.write(answers.shift() ?? ''))
  })
  const store = redisTokenStore(`redis://:password@127.0.0.1:${port}`)
  onTestFinished(store.close)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const refused = expect(store.get('a')).rejects.toMatchObject({ code: 'unavailable' })
  await vi.waitFor(() => expect(sockets[0]?.bytesRead).toBeGreaterThan(0), 60_000)
  const [first] = sockets
  const gone = first && once(first, 'close')
  await vi.advanceTimersByTimeAsync(5_000)
  await refused
  vi.useRealTimers()
  expect(await store.get('a')).toBe('1')
  await gone
  expect([await store.get('a'), sockets.length]).toEqual(['1', 2])
})

it('leaves no connection open that comes about only after the store was closed', async () => {
  let gone: Promise<unknown> | undefined
  const { port } = await listen((socket) => {
    gone = once(socket.resume(), 'close')
  })
  const store = redisTokenStore(`redis://127.0.0.1:${port}`)
  const createConnection = net.createConnection
  vi.spyOn(net, 'createConnection').mockImplementation((...parameters: unknown[]) => {
    queueMicrotask(() => void store.close())
    return Reflect.apply(createConnection, net, parameters)
  })
  await expect(store.get('a')).rejects.toMatchObject({ code: 'unavailable' })
  await vi.waitFor(() => expect(gone).toBeDefined(), 60_000)
  await gone
})

it('puts away what could not connect', async () => {
  const destroyed = vi.spyOn(clientPrototype(), 'destroy')
  const store = redisTokenStore(`redis://127.0.0.1:${await freePort()}`)
  await expect(store.get('a')).rejects.toMatchObject({ code: 'unavailable' })
  expect(new Set(destroyed.mock.contexts).size).toBe(2)
})

/** The prototype with the methods of all clients. */
function clientPrototype(): { destroy(): void } {
  let prototype = createClient()
  while (!Object.hasOwn(prototype, 'destroy')) prototype = Object.getPrototypeOf(prototype)
  return prototype
}
