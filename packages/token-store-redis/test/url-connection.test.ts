import { spawn } from 'node:child_process'
import { once } from 'node:events'
import net, { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createClient } from '@redis/client'
import { Redis } from 'ioredis'
import { expect, it, onTestFinished, vi } from 'vitest'
import { redisTokenStore } from '../src/index.ts'
import { describeOnRedis } from './describe-on-redis.ts'
import { freePort, startRedis } from './redis-server.ts'
import { watchCommands } from './watch-commands.ts'

/** Something that listens, and does with each connection what it is told. */
async function listen(onConnection: (socket: Socket) => void) {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
    onConnection(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, sockets }
}

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
  await vi.waitFor(() => expect(sockets.length).toBe(1))
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
  await vi.waitFor(() => expect(sockets[0]?.bytesRead).toBeGreaterThan(0))
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
  await vi.waitFor(() => expect(gone).toBeDefined())
  await gone
})

it('puts away what could not connect', async () => {
  const destroyed = vi.spyOn(clientPrototype(), 'destroy')
  const store = redisTokenStore(`redis://127.0.0.1:${await freePort()}`)
  await expect(store.get('a')).rejects.toMatchObject({ code: 'unavailable' })
  expect(new Set(destroyed.mock.contexts).size).toBe(2)
})

/** Where the methods of all clients are. */
function clientPrototype(): { destroy(): void } {
  let prototype = createClient()
  while (!Object.hasOwn(prototype, 'destroy')) prototype = Object.getPrototypeOf(prototype)
  return prototype
}

describeOnRedis('a connection of its own', (redis) => {
  it('lets a process end that has nothing else to do, and answers before, also where a change of it never ends', async () => {
    const script = fileURLToPath(new URL('children/use-and-end.ts', import.meta.url))
    const child = spawn(process.execPath, [script, redis().url], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.on('data', (data) => {
      said += data
    })
    expect(await once(child, 'close')).toEqual([0, null])
    expect(said).toBe('1 held')
  })

  it('is there while it is used, and gone when the store is closed', async () => {
    const client = new Redis(redis().url)
    onTestFinished(() => client.disconnect())
    const connections = async () => String(await client.call('CLIENT', 'LIST')).split('\n').length - 1
    const before = await connections()
    const store = redisTokenStore(redis().url)
    expect(await connections()).toBe(before)
    await store.get('a')
    expect(await connections()).toBe(before + 1)
    await store.close()
    await vi.waitFor(async () => expect(await connections()).toBe(before))
  })

  it('is opened by one store of a process alone, however many wait for the same turn', async () => {
    const client = new Redis(redis().url)
    onTestFinished(() => client.disconnect())
    const connections = async () => String(await client.call('CLIENT', 'LIST')).split('\n').length - 1
    const watched = await watchCommands(redis().url)
    onTestFinished(watched.stop)
    const before = await connections()
    await client.set('waiting:lease:a', 'somebody else')
    const urls = [redis().url, `${redis().url}/`, `${redis().url}/0`]
    const stores = Array.from({ length: 9 }, (_, index) =>
      redisTokenStore(urls[index % 3] ?? '', { prefix: 'waiting:' }),
    )
    onTestFinished(async () => void (await Promise.all(stores.map((store) => store.close()))))
    const updates = stores.map((store) => store.update('a', async (present) => `${present ?? ''}.`))
    await watched.seen(6, 'set', 'waiting:lease:a')
    expect(await connections()).toBe(before + 1)
    await client.del('waiting:lease:a')
    await Promise.all(updates)
    expect(await stores[0]?.get('a')).toBe('.'.repeat(9))
  })

  it('leads to the new primary after a failover under the same name', async () => {
    const replica = await startRedis('--replicaof', '127.0.0.1', String(redis().port))
    onTestFinished(replica.remove)
    const ports = [replica.port, redis().port]
    const { port, sockets } = await listen((socket) => {
      const behind = connect(ports[Math.min(sockets.length, 2) - 1] ?? 0, '127.0.0.1')
      behind.on('error', () => {})
      socket.pipe(behind).pipe(socket)
    })
    const store = redisTokenStore(`redis://127.0.0.1:${port}`)
    onTestFinished(store.close)
    expect(await store.get('a')).toBeUndefined()
    expect(await store.update('a', async () => '1')).toBe('1')
    expect(sockets.length).toBe(2)
  })

  it('is opened anew, and unseen, where Redis has closed it', async () => {
    const client = new Redis(redis().url)
    onTestFinished(() => client.disconnect())
    const store = redisTokenStore(redis().url, { prefix: 'closed:' })
    onTestFinished(store.close)
    for (const next of ['1', '2', '3']) {
      await store.update('a', async () => {
        await client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
        return next
      })
      expect(await store.get('a')).toBe(next)
    }
  })
})
