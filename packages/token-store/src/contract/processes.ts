import type { Contract, SharedStore } from './contract.ts'
import { startProcess } from './other-process.ts'
import { rejectionOf } from './rejection-of.ts'

/** What a process does is seen by all, and nobody changes a record while another process does. */
export function describeProcesses({ test, expect }: Contract, { module, turns }: SharedStore): void {
  test('reads and deletes what another process has written', async (store, place) => {
    const other = await startProcess(module, place)
    try {
      await other.increment('a', 1)
      expect([await store.get('a'), await store.keys()]).toEqual(['1', ['a']])
      await store.update('a', async () => undefined)
      await other.increment('a', 1)
      expect(await store.get('a')).toEqual('1')
    } finally {
      await other.kill()
    }
  })

  test('loses none of 25 updates by each of 4 processes', async (store, place) => {
    const others = await Promise.all([1, 2, 3, 4].map(() => startProcess(module, place)))
    try {
      await Promise.all(others.map((other) => other.increment('count', 25)))
      expect(await store.get('count')).toEqual('100')
    } finally {
      await Promise.all(others.map((other) => other.kill()))
    }
  })

  test('begins no change while another process is not done with its own, and is given what that one wrote', async (store, place) => {
    const other = await startProcess(module, place)
    try {
      await other.hold('a', '1')
      const given: (string | undefined)[] = []
      const second = store.update('a', async (present) => {
        given.push(present)
        return '2'
      })
      await store.update('b', async () => 'another key needs no turn of this one')
      expect([given, await store.get('a')]).toEqual([[], undefined])
      await other.release()
      await second
      expect([given, await store.get('a')]).toEqual([['1'], '2'])
    } finally {
      await other.kill()
    }
  })

  test('gives the turn of a process that was killed to who waits, with the record as it was', async (store, place) => {
    await store.update('a', async () => 'old')
    const other = await startProcess(module, place)
    await other.hold('a', 'never written')
    const next = store.update('a', async (present) => `${present}er`)
    await other.kill()
    expect(await next).toEqual('older')
  })

  if (turns === 'machine') {
    test('keeps the turn of a process that is stopped, and lets others give up', async (store, place) => {
      await store.update('a', async () => 'old')
      const other = await startProcess(module, place)
      try {
        await other.hold('a', 'new')
        other.stop()
        const controller = new AbortController()
        const reason = new Error('gave up')
        const waiting = rejectionOf(store.update('a', async () => 'behind its back', { signal: controller.signal }))
        for (let times = 0; times < 20; times++) await store.update('b', async () => String(times))
        controller.abort(reason)
        expect((await waiting) === reason).toEqual(true)
        expect(await store.get('a')).toEqual('old')
        other.resume()
        await other.release()
        expect(await store.get('a')).toEqual('new')
      } finally {
        await other.kill()
      }
    })
  }
}
