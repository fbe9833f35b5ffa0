import type { TokenStore } from '@fast-agent-auth/token-store'
import type { MachineLock } from '@fast-agent-auth/token-store/machine-lock'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openKeyringTokenStore } from '../src/index.ts'
import { type FakeKeyring, fakeKeyring } from './fake-keyring.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A lock as between processes. */
function sharedLock(): MachineLock {
  const last = new Map<string, Promise<unknown>>()
  return {
    hold(name, run) {
      const mine = (last.get(name) ?? Promise.resolve()).then(run)
      last.set(
        name,
        mine.catch(() => undefined),
      )
      return mine
    },
  }
}

/** Two programs with one keychain, which from now on answers no change until it is unlocked. */
async function openTwo(of: string) {
  const fake: FakeKeyring = fakeKeyring()
  const lock = sharedLock()
  const [one, two] = [
    await openKeyringTokenStore({ binding: fake.load, lock }),
    await openKeyringTokenStore({ binding: fake.load, lock }),
  ]
  await one.update('a', async () => 'old')
  let unlock = (): void => undefined
  const unlocked = new Promise<void>((resolve) => {
    unlock = resolve
  })
  fake.answer = (call) => (call.startsWith(of) ? unlocked : undefined)
  return { fake, one, two, unlock }
}

/** The caller of a change waits for 10 s, and no longer. */
async function giveUp(store: TokenStore, record: string | undefined): Promise<void> {
  const refused = expect(store.update('a', async () => record)).rejects.toMatchObject({ code: 'too_slow' })
  await vi.advanceTimersByTimeAsync(10_000)
  await refused
}

it.each([
  ['set', 'new'],
  ['delete', undefined],
])('a change that was given up (%s) never comes over one that was made after it', async (call, late) => {
  const { fake, one, two, unlock } = await openTwo(call)
  await giveUp(one, late)
  fake.answer = () => undefined
  const change = vi.fn(async () => 'newest')
  const after = two.update('a', change)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(change).not.toHaveBeenCalled()
  unlock()
  await after
  expect(change).toHaveBeenCalledExactlyOnceWith(late)
  expect(await two.get('a')).toBe('newest')
})

it('a change that never ends holds others up for a minute', async () => {
  const { fake, one, two } = await openTwo('set')
  await giveUp(one, 'new')
  fake.answer = () => undefined
  const change = vi.fn(async () => 'newest')
  const after = two.update('a', change)
  await vi.advanceTimersByTimeAsync(59_999)
  expect(change).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  await after
  expect(await two.get('a')).toBe('newest')
  // And no longer: not the program that made it either.
  await one.update('a', async () => 'and')
  await one.update('a', async () => 'again')
  await one.update('b', async () => 'new')
  expect([await two.get('a'), await two.get('b')]).toEqual(['again', 'new'])
})

it('a change that fails after it was given up holds nobody up', async () => {
  const { fake, one, two } = await openTwo('set')
  let fail = (_: Error): void => undefined
  const failing = new Promise<never>((_, reject) => {
    fail = reject
  })
  fake.answer = (call) => (call.startsWith('set') ? failing : undefined)
  await giveUp(one, 'new')
  fake.answer = () => undefined
  fail(new Error('The prompt was dismissed.'))
  await two.update('a', async () => 'newest')
  expect(await two.get('a')).toBe('newest')
})

it('a wait for the lock that is given up is told of', async () => {
  const reason = new Error('stop')
  const lock: MachineLock = { hold: (name, run) => (name === 'keychain probe' ? run() : Promise.reject(reason)) }
  const store = await openKeyringTokenStore({ binding: fakeKeyring().load, lock })
  await expect(store.update('a', async () => 'new')).rejects.toBe(reason)
})
