import { expect, it, vi } from 'vitest'
import { createTurns } from '../src/index.ts'

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
  const turns = createTurns()
  const order: number[] = []
  const take = (number: number) => turns.take('a', async () => void order.push(number))
  await Promise.all([take(1), take(2), take(3), take(4)])
  expect(order).toEqual([1, 2, 3, 4])
})

it('begins the next run only when the one before has ended', async () => {
  const turns = createTurns()
  const [one, two] = [run(), run()]
  const first = turns.take('a', one.begin)
  const second = turns.take('a', two.begin)
  await turns.take('b', async () => {})
  expect(one.begin).toHaveBeenCalledOnce()
  expect(two.begin).not.toHaveBeenCalled()
  one.end()
  await first
  two.end()
  await second
  expect(two.begin).toHaveBeenCalledOnce()
})

it('gives back what the run gave', async () => {
  expect(await createTurns().take('a', async () => 7)).toBe(7)
})

it('frees the turn of a run that throws', async () => {
  const turns = createTurns()
  const failed = turns.take('a', () => Promise.reject(new Error('broken')))
  const next = turns.take('a', async () => 'next')
  await expect(failed).rejects.toThrow('broken')
  expect(await next).toBe('next')
})

it('frees the turn of a run that throws before its first await', async () => {
  const turns = createTurns()
  const broken = () => {
    throw new Error('broken')
  }
  await expect(turns.take('a', broken)).rejects.toThrow('broken')
  expect(await turns.take('a', async () => 'next')).toBe('next')
})

it('ends the wait, and not the run, by the signal', async () => {
  const turns = createTurns()
  const one = run()
  const controller = new AbortController()
  const reason = new Error('gave up')
  const first = turns.take('a', one.begin, { signal: controller.signal })
  const begin = vi.fn()
  const second = turns.take('a', begin, { signal: controller.signal })
  const third = turns.take('a', async () => 'third')
  controller.abort(reason)
  await expect(second).rejects.toBe(reason)
  one.end()
  await first
  expect(await third).toBe('third')
  expect(begin).not.toHaveBeenCalled()
})

it('begins nothing where the signal is already aborted, and leaves the turn free', async () => {
  const turns = createTurns()
  const reason = new Error('gave up')
  await expect(turns.take('a', never, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  expect(await turns.take('a', async () => 'free')).toBe('free')
})

it('leaves no listener on a signal that outlives many turns', async () => {
  const turns = createTurns()
  const { signal } = new AbortController()
  const added = vi.spyOn(signal, 'addEventListener')
  const removed = vi.spyOn(signal, 'removeEventListener')
  const take = () => turns.take('a', async () => {}, { signal })
  await Promise.all([take(), take(), take()])
  expect(added).toHaveBeenCalledTimes(2)
  expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(added.mock.calls.map(([, listener]) => listener))
})

it('refuses the turn that one has, at any depth, rather than to wait for oneself', async () => {
  const turns = createTurns()
  const nested = turns.take('a', () => turns.take('b', () => turns.take('a', never)))
  await expect(nested).rejects.toMatchObject({ name: 'TokenStoreError', code: 'reentrant' })
  expect(await turns.take('a', async () => 'free')).toBe('free')
})

it('lets a call that a run left behind take the same turn when the run has ended', async () => {
  const turns = createTurns()
  const outer = run()
  let later: Promise<string> | undefined
  await turns.take('a', async () => {
    later = outer.begin().then(() => turns.take('a', async () => 'later'))
  })
  outer.end()
  expect(await later).toBe('later')
})

it('tells callers apart who ask at the same time', async () => {
  const turns = createTurns()
  const both = ['a', 'b'].map((key) => turns.take(key, () => turns.take(`${key}!`, async () => key)))
  expect(await Promise.all(both)).toEqual(['a', 'b'])
})

it('keeps two sets of turns apart', async () => {
  const [one, other] = [createTurns(), createTurns()]
  expect(await one.take('a', () => other.take('a', async () => 'taken'))).toBe('taken')
})

it('works where the runtime cannot tell whose call it is', async () => {
  vi.stubGlobal('process', undefined)
  try {
    const turns = createTurns()
    expect(await Promise.all([1, 2].map((number) => turns.take('a', async () => number)))).toEqual([1, 2])
  } finally {
    vi.unstubAllGlobals()
  }
})
