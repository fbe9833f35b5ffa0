import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { redisTokenStore } from '../src/index.ts'
import { fakeClient } from './fake-client.ts'

// `undefined` stands for the usual reply here.
const reply = fc
  .oneof(fc.anything({ maxDepth: 2 }), fc.array(fc.oneof(fc.string(), fc.constant(null), fc.integer())))
  .filter((each) => each !== undefined)

it('whatever a client replies, a record or a list of keys is read, or the reply is at fault', async () => {
  await fc.assert(
    fc.asyncProperty(reply, async (answer) => {
      const store = redisTokenStore(fakeClient(() => answer))
      const outcomes = await Promise.allSettled([store.get('a'), store.keys()])
      const [record, keys] = outcomes.map((outcome) =>
        outcome.status === 'fulfilled' ? outcome.value : outcome.reason,
      )
      for (const failure of [record, keys].filter((each) => each instanceof Error)) {
        expect(failure).toMatchObject({ name: 'TokenStoreError', code: 'read_failed' })
      }
      expect(record instanceof Error || record === (answer ?? undefined)).toBe(true)
      expect(record instanceof Error || record === undefined || typeof record === 'string').toBe(true)
      expect(keys instanceof Error || keys === answer).toBe(true)
    }),
    hostile(1000),
  )
})

it('whatever a client replies, a change is made of a record or not at all', async () => {
  await fc.assert(
    fc.asyncProperty(reply, async (answer) => {
      const given: unknown[] = []
      const client = fakeClient(([name]) => (name === 'takeTurn' ? [answer] : undefined))
      const update = redisTokenStore(client).update('a', async (present) => {
        given.push(present)
        return 'new'
      })
      const outcome = await update.catch((error: unknown) => error)
      if (outcome === 'new') expect(given).toEqual([answer ?? undefined])
      else expect(outcome).toMatchObject({ name: 'TokenStoreError', code: 'read_failed' })
      expect(client.sent.filter(([name]) => name === 'endTurn')).toHaveLength(outcome === 'new' ? 1 : 0)
    }),
    hostile(1000),
  )
})
