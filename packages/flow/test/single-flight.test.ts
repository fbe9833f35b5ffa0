import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createSingleFlight, type Flight } from '../src/session/single-flight.ts'
import { untilAborted } from '../src/until-aborted.ts'
import { createGate } from './world.ts'

it('aborts the work when all who wait have given up, and whoever comes then begins anew', async () => {
  const flights = createSingleFlight<string>()
  const [one, two] = [new AbortController(), new AbortController()]
  const signals: AbortSignal[] = []
  const gate = createGate()
  const run = async ({ signal }: Flight): Promise<string> => {
    signals.push(signal)
    await gate.passed
    return `run ${signals.length}`
  }
  const waiting = [flights.join('key', run, { signal: one.signal }), flights.join('key', run, { signal: two.signal })]
  one.abort(new Error('one'))
  await expect(waiting[0]).rejects.toThrow('one')
  expect(signals.map(({ aborted }) => aborted)).toEqual([false])
  two.abort(new Error('two'))
  await expect(waiting[1]).rejects.toThrow('two')
  expect(signals.map(({ aborted }) => aborted)).toEqual([true])
  expect(signals[0]?.reason).toEqual(new Error('two'))
  const third = flights.join('key', run)
  gate.open()
  expect(await third).toBe('run 2')
})

it('does not begin for somebody who has given up already', async () => {
  const join = createSingleFlight<void>().join('key', () => Promise.reject(new Error('begun')), {
    signal: AbortSignal.abort(new Error('gone')),
  })
  await expect(join).rejects.toThrow('gone')
})

it('hands a failure to all who wait, and begins anew afterwards', async () => {
  const flights = createSingleFlight<string>()
  let runs = 0
  const run = async (): Promise<string> => {
    if (++runs === 1) throw new Error('first')
    return 'second'
  }
  const outcomes = await Promise.allSettled([flights.join('key', run), flights.join('key', run)])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await flights.join('key', run)).toBe('second')
})

it('leaves nothing at the signal of somebody who stays', async () => {
  const { signal } = new AbortController()
  const flights = createSingleFlight<string>()
  expect(await flights.join('key', async () => 'done', { signal })).toBe('done')
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

it('is not ended by one of several who wait without a signal', async () => {
  const flights = createSingleFlight<string>()
  const gate = createGate()
  const signals: AbortSignal[] = []
  const run = async ({ signal }: Flight): Promise<string> => {
    signals.push(signal)
    await gate.passed
    return 'done'
  }
  const waiting = [flights.join('key', run), flights.join('key', run, { signal: AbortSignal.timeout(2 ** 31 - 1) })]
  gate.open()
  expect(await Promise.all(waiting)).toEqual(['done', 'done'])
  expect(signals).toHaveLength(1)
})

describe('work that goes on by itself', () => {
  function createWork() {
    const flights = createSingleFlight<string>()
    const gate = createGate()
    const signals: AbortSignal[] = []
    const run = async ({ signal, goOn }: Flight): Promise<string> => {
      signals.push(signal)
      goOn()
      await untilAborted(gate.passed, signal)
      return `run ${signals.length}`
    }
    return { flights, gate, signals, run }
  }

  it('is joined by whoever comes after all have given up', async () => {
    const { flights, gate, signals, run } = createWork()
    const gone = new AbortController()
    const first = flights.join('key', run, { signal: gone.signal })
    await Promise.resolve()
    gone.abort(new Error('gone'))
    await expect(first).rejects.toThrow('gone')
    const second = flights.join('key', run)
    gate.open()
    expect(await second).toBe('run 1')
    expect(signals.map(({ aborted }) => aborted)).toEqual([false])
    expect(await flights.join('key', run)).toBe('run 2')
  })

  it.each([
    { others: 0, ends: true },
    { others: 1, ends: false },
  ])('is ended by who ends it: $ends, where $others others wait', async ({ others, ends }) => {
    const { flights, gate, signals, run } = createWork()
    const gone = new AbortController()
    const waiting = Array.from({ length: others }, () => flights.join('key', run))
    const first = flights.join('key', run, { signal: gone.signal, byPerson: true })
    await Promise.resolve()
    gone.abort(new Error('gone'))
    await expect(first).rejects.toThrow('gone')
    expect(signals.map(({ aborted }) => aborted)).toEqual([ends])
    gate.open()
    expect(await Promise.all(waiting)).toEqual(waiting.map(() => 'run 1'))
  })

  it('is over when the end of all has resolved, and whoever comes meanwhile begins anew', async () => {
    const { flights, gate, signals, run } = createWork()
    const first = flights.join('key', run)
    await Promise.resolve()
    const ended = flights.end(new Error('closed'))
    const second = flights.join('key', run)
    await expect(first).rejects.toThrow('closed')
    await ended
    gate.open()
    expect(await second).toBe('run 2')
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false])
  })
})
