import type { Contract, SharedStore } from './contract.ts'
import { type OtherProcess, startProcess } from './other-process.ts'
import { rejectionOf } from './rejection-of.ts'

/** Processes see each other's changes, and only one process at a time changes a record. */
export function describeProcesses({ test, expect }: Contract, { module, turns }: SharedStore): void {
  test('reads and deletes what another process has written', async (store, place) => {
    await withProcesses({ module, place, count: 1 }, async ([other]) => {
      await other?.increment('a', 1)
      expect([await store.get('a'), await store.keys()]).toEqual(['1', ['a']])
      await store.update('a', async () => undefined)
      await other?.increment('a', 1)
      expect(await store.get('a')).toEqual('1')
    })
  })

  test('loses no update when 4 processes make 25 each', async (store, place) => {
    await withProcesses({ module, place, count: 4 }, async (others) => {
      await Promise.all(others.map((other) => other.increment('count', 25)))
      expect(await store.get('count')).toEqual('100')
    })
  })

  test('begins no change of a record while another process changes it, and then gets the new record', async (store, place) => {
    await withProcesses({ module, place, count: 1 }, async ([other]) => {
      await other?.hold('a', '1')
      const given: (string | undefined)[] = []
      const second = store.update('a', async (present) => {
        given.push(present)
        return '2'
      })
      await store.update('b', async () => 'key b waits for no turn of key a')
      expect([given, await store.get('a')]).toEqual([[], undefined])
      await other?.release()
      await second
      expect([given, await store.get('a')]).toEqual([['1'], '2'])
    })
  })

  test('gives the turn of a killed process to the next caller, with the record unchanged', async (store, place) => {
    await store.update('a', async () => 'old')
    await withProcesses({ module, place, count: 1 }, async ([other]) => {
      await other?.hold('a', 'never written')
      const next = store.update('a', async (present) => `${present}er`)
      await other?.kill()
      expect(await next).toEqual('older')
    })
  })

  // Windows has no SIGSTOP.
  if (process.platform === 'win32') return
  if (turns === 'machine') describeStoppedHolder({ test, expect }, module)
  else describeLapsedLease({ test, expect }, module)
}

function describeStoppedHolder({ test, expect }: Contract, module: string | URL): void {
  test('keeps the turn of a suspended process, and lets others stop waiting', async (store, place) => {
    await store.update('a', async () => 'old')
    await withProcesses({ module, place, count: 1 }, async ([other]) => {
      await other?.hold('a', 'new')
      other?.stop()
      const controller = new AbortController()
      const reason = new Error('gave up')
      const waiting = rejectionOf(store.update('a', async () => 'never written', { signal: controller.signal }))
      for (let times = 0; times < 20; times++) await store.update('b', async () => String(times))
      controller.abort(reason)
      expect((await waiting) === reason).toEqual(true)
      expect(await store.get('a')).toEqual('old')
      other?.resume()
      await other?.release()
      expect(await store.get('a')).toEqual('new')
    })
  })
}

function describeLapsedLease({ test, expect }: Contract, module: string | URL): void {
  test('takes the turn of a suspended process, and refuses the late write of that process', async (store, place) => {
    await store.update('a', async () => 'old')
    await withProcesses({ module, place, count: 1 }, async ([other]) => {
      await other?.hold('a', 'too late')
      other?.stop()
      expect(await store.update('a', async (present) => `${present}er`)).toEqual('older')
      other?.resume()
      expect((await rejectionOf(Promise.resolve(other?.release()))) instanceof Error).toEqual(true)
      expect(await store.get('a')).toEqual('older')
    })
  })
}

interface Processes {
  readonly module: string | URL
  readonly place: string
  readonly count: number
}

/** Gives processes to `body`; ends all, even if it or a start fails. */
async function withProcesses(
  { module, place, count }: Processes,
  body: (processes: readonly OtherProcess[]) => Promise<void>,
): Promise<void> {
  const starting = Array.from({ length: count }, () => startProcess(module, place))
  try {
    await body(await Promise.all(starting))
  } finally {
    const started = await Promise.allSettled(starting)
    await Promise.all(started.map((start) => (start.status === 'fulfilled' ? start.value.kill() : undefined)))
  }
}
