import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { redisTokenStore } from '../src/index.ts'
import { describeOnRedis } from './describe-on-redis.ts'

const program = fileURLToPath(new URL('children/hold-turn.ts', import.meta.url))

describeOnRedis('a process that is paused in mid-turn', (redis) => {
  it('loses its turn to who waits for it, and does not write over what that one wrote', async () => {
    const store = redisTokenStore(redis().url, { prefix: 'paused:', lease: 500 })
    onTestFinished(store.close)
    await store.update('a', async () => 'old')
    const child = fork(program, [redis().url, 'paused:', '500'])
    onTestFinished(() => void child.kill('SIGKILL'))
    expect(await once(child, 'message')).toContain('given old')

    child.kill('SIGSTOP')
    expect(await store.update('a', async (present) => `${present}er`)).toBe('older')
    child.kill('SIGCONT')
    child.send('end')
    expect(await once(child, 'message')).toContain('lost_turn')
    expect(await store.get('a')).toBe('older')
  })

  it('writes where nobody has gone on meanwhile, although its lease has lapsed', async () => {
    const store = redisTokenStore(redis().url, { prefix: 'alone:', lease: 500 })
    onTestFinished(store.close)
    await store.update('a', async () => 'old')
    const child = fork(program, [redis().url, 'alone:', '500'])
    onTestFinished(() => void child.kill('SIGKILL'))
    expect(await once(child, 'message')).toContain('given old')

    child.kill('SIGSTOP')
    // Somebody else was given the turn, and left the record as it was.
    await store.update('a', async (present) => present)
    child.kill('SIGCONT')
    child.send('end')
    expect(await once(child, 'message')).toContain('written')
    expect(await store.get('a')).toBe('stale')
  })
})
