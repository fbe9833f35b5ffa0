import { describe, expect, it, vi } from 'vitest'
import { withEnvelope } from '../src/envelope.ts'
import { memoryTokenStore } from '../src/index.ts'
import { describeTokenStore } from '../src/testing.ts'

const one = new Uint8Array(32).fill(1)
const two = new Uint8Array(32).fill(2)

describeTokenStore('A store in an envelope', () => withEnvelope(memoryTokenStore(), { key: () => one }), {
  describe,
  it,
  expect,
})

async function written() {
  const inner = memoryTokenStore()
  const store = withEnvelope(inner, { key: () => one })
  await store.update('a', async () => 'secret')
  const sealed = (await inner.get('a')) ?? ''
  return { inner, store, sealed }
}

it('hands on nothing that tells of the record', async () => {
  const { inner, sealed } = await written()
  expect(await inner.keys()).toEqual(['a'])
  expect(sealed).toMatch(/^fast-agent-auth:sealed:1:[\w-]{16}:[\w-]{16}:[\w-]+$/)
  expect(Buffer.from(sealed.split(':').at(-1) ?? '', 'base64url').includes('secret')).toBe(false)
})

it('does not write a record again that stays the same', async () => {
  const { inner, store, sealed } = await written()
  await store.update('a', async () => 'secret')
  expect(await inner.get('a')).toBe(sealed)
})

it('takes the key of FAST_AGENT_AUTH_KEY where no function is given', async () => {
  const { inner } = await written()
  vi.stubEnv('FAST_AGENT_AUTH_KEY', Buffer.from(one).toString('base64'))
  expect(await withEnvelope(inner).get('a')).toBe('secret')
})

it('refuses a record of another key, changes nothing, and says so (H76)', async () => {
  const { inner, sealed } = await written()
  const store = withEnvelope(inner, { key: () => two })
  const change = vi.fn()
  const refusal = {
    code: 'wrong_key',
    message:
      'The record "a" is encrypted with another key than the one from the program that opened it. ' +
      'Give the key that it was written with, or remove it and sign in again.',
  }
  await expect(store.get('a')).rejects.toMatchObject(refusal)
  await expect(store.update('a', change)).rejects.toMatchObject(refusal)
  expect(change).not.toHaveBeenCalled()
  expect(await inner.get('a')).toBe(sealed)
})

// Changes by somebody who can write to the store but does not have the key.
it('takes nothing that was not sealed under this very key (H76)', async () => {
  const { inner, store, sealed } = await written()
  const end = sealed.lastIndexOf(':') + 1
  const [head, body] = [sealed.slice(0, end), sealed.slice(end)]
  const changed = Array.from(
    body,
    (letter, place) => `${head}${body.slice(0, place)}${other(letter)}${body.slice(place + 1)}`,
  )
  // The last digit stands for two bits only, of which a change may be none.
  for (const forged of [...changed.slice(0, -1), 'secret', '{"version":1}', '', head, `${head}${body.slice(0, 20)}`]) {
    await inner.update('a', async () => forged)
    expect(await store.get('a')).toBe('')
  }
  await inner.update('b', async () => sealed)
  expect(await store.get('b')).toBe('')
})

it('neither changes nor deletes a record that a later version has sealed, and says so (H100)', async () => {
  const { inner, store, sealed } = await written()
  const change = vi.fn()
  for (const version of [2, 10]) {
    const later = sealed.replace('sealed:1:', `sealed:${version}:`)
    await inner.update('a', async () => later)
    const refusal = {
      code: 'later_version',
      message:
        'The record "a" was written by a later version of this program, so this one does not change it: update this program.',
    }
    await expect(store.get('a')).rejects.toMatchObject(refusal)
    await expect(store.update('a', change)).rejects.toMatchObject(refusal)
    expect(await inner.get('a')).toBe(later)
  }
  expect(change).not.toHaveBeenCalled()
})

it('reserves room for the record as it is sealed', async () => {
  const { inner } = await written()
  const update = vi.fn(inner.update)
  const store = withEnvelope({ ...inner, update }, { key: () => one })
  const reserve = 1_000
  await store.update('a', async () => 'é'.repeat(reserve / 2), { reserve })
  const sealed = (await inner.get('a')) ?? ''
  expect(update.mock.calls[0]?.[2]).toEqual({ reserve: sealed.length })
})

it('asks for no key where the caller has given up', async () => {
  const key = vi.fn(async () => one)
  const signal = AbortSignal.abort(new Error('gave up'))
  const update = withEnvelope(memoryTokenStore(), { key }).update('a', async () => '1', { signal })
  await expect(update).rejects.toThrow('gave up')
  expect(key).not.toHaveBeenCalled()
})

it('writes in the place of what it cannot take', async () => {
  const { inner, store } = await written()
  await inner.update('a', async () => 'garbage')
  expect(await store.update('a', async (present) => `${present}new`)).toBe('new')
  expect(await store.get('a')).toBe('new')
})

function other(letter: string): string {
  return letter === 'A' ? 'B' : 'A'
}
