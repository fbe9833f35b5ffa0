import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { Redis } from 'ioredis'
import { expect, it, onTestFinished, vi } from 'vitest'
import { redisTokenStore } from '../src/index.ts'
import { describeOnRedis } from './describe-on-redis.ts'
import { listen } from './listen.ts'
import { startRedis } from './redis-server.ts'
import { watchCommands } from './watch-commands.ts'

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
    await vi.waitFor(async () => expect(await connections()).toBe(before), 60_000)
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
