import { expect, it, vi } from 'vitest'
import { createProcessLock } from '../src/internal.ts'

const never = () => new Promise<never>(() => {})

/** A run that lasts until it is told to end. */
function run() {
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  return { begin: vi.fn(() => ended), end }
}

it('gives turns in the order in which they were asked for', async () => {
  const lock = createProcessLock()
  const order: number[] = []
  const take = (number: number) => lock.hold('a', async () => void order.push(number))
  await Promise.all([take(1), take(2), take(3), take(4)])
  expect(order).toEqual([1, 2, 3, 4])
})

it('begins the next run only when the one before has ended', async () => {
  const lock = createProcessLock()
  const [one, two] = [run(), run()]
  const first = lock.hold('a', one.begin)
  const second = lock.hold('a', two.begin)
  await lock.hold('b', async () => {})
  expect(one.begin).toHaveBeenCalledOnce()
  expect(two.begin).not.toHaveBeenCalled()
  one.end()
  await first
  two.end()
  await second
  expect(two.begin).toHaveBeenCalledOnce()
})

it('gives back what the run gave', async () => {
  expect(await createProcessLock().hold('a', async () => 7)).toBe(7)
})

it('frees the turn of a run that throws', async () => {
  const lock = createProcessLock()
  const failed = lock.hold('a', () => Promise.reject(new Error('broken')))
  const next = lock.hold('a', async () => 'next')
  await expect(failed).rejects.toThrow('broken')
  expect(await next).toBe('next')
})

it('frees the turn of a run that throws before its first await', async () => {
  const lock = createProcessLock()
  const broken = () => {
    throw new Error('broken')
  }
  await expect(lock.hold('a', broken)).rejects.toThrow('broken')
  expect(await lock.hold('a', async () => 'next')).toBe('next')
})

it('ends the wait, and not the run, by the signal', async () => {
  const lock = createProcessLock()
  const one = run()
  const controller = new AbortController()
  const reason = new Error('gave up')
  const first = lock.hold('a', one.begin, { signal: controller.signal })
  const begin = vi.fn()
  const second = lock.hold('a', begin, { signal: controller.signal })
  const third = lock.hold('a', async () => 'third')
  controller.abort(reason)
  await expect(second).rejects.toBe(reason)
  one.end()
  await first
  expect(await third).toBe('third')
  expect(begin).not.toHaveBeenCalled()
})

it('begins nothing where the signal is already aborted, and leaves the turn free', async () => {
  const lock = createProcessLock()
  const reason = new Error('gave up')
  await expect(lock.hold('a', never, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  expect(await lock.hold('a', async () => 'free')).toBe('free')
})

it('leaves no listener on a signal that outlives many turns', async () => {
  const lock = createProcessLock()
  const { signal } = new AbortController()
  const added = vi.spyOn(signal, 'addEventListener')
  const removed = vi.spyOn(signal, 'removeEventListener')
  const take = () => lock.hold('a', async () => {}, { signal })
  await Promise.all([take(), take(), take()])
  expect(added).toHaveBeenCalledTimes(2)
  expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(added.mock.calls.map(([, listener]) => listener))
})

it('refuses the turn that one has, at any depth, rather than to wait for oneself', async () => {
  const lock = createProcessLock()
  const nested = lock.hold('a', () => lock.hold('b', () => lock.hold('a', never)))
  await expect(nested).rejects.toMatchObject({ name: 'TokenStoreError', code: 'reentrant' })
  expect(await lock.hold('a', async () => 'free')).toBe('free')
})

it('lets a call that a run left behind take the same turn when the run has ended', async () => {
  const lock = createProcessLock()
  const outer = run()
  let later: Promise<string> | undefined
  await lock.hold('a', async () => {
    later = outer.begin().then(() => lock.hold('a', async () => 'later'))
  })
  outer.end()
  expect(await later).toBe('later')
})

it('tells callers apart who ask at the same time', async () => {
  const lock = createProcessLock()
  const both = ['a', 'b'].map((key) => lock.hold(key, () => lock.hold(`${key}!`, async () => key)))
  expect(await Promise.all(both)).toEqual(['a', 'b'])
})

it('keeps two sets of turns apart', async () => {
  const [one, other] = [createProcessLock(), createProcessLock()]
  expect(await one.hold('a', () => other.hold('a', async () => 'taken'))).toBe('taken')
})

it('works where the runtime cannot tell whose call it is', async () => {
  vi.stubGlobal('process', undefined)
  try {
    const lock = createProcessLock()
    expect(await Promise.all([1, 2].map((number) => lock.hold('a', async () => number)))).toEqual([1, 2])
  } finally {
    vi.unstubAllGlobals()
  }
})
