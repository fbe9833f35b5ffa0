import type { TokenStore } from '../token-store.ts'
import type { Contract } from './contract.ts'
import { rejectionOf } from './rejection-of.ts'

/** Only one caller at a time changes a record. */
export function describeTurns(contract: Contract, elapse: (place: string) => Promise<void>): void {
  describeExclusion(contract)
  describeLongTurns(contract, elapse)
  describeNesting(contract)
  describeSignals(contract)
}

function describeExclusion({ test, expect }: Contract): void {
  test('loses none of 100 updates at the same time', async (store) => {
    const increment = () => store.update('count', async (present) => String(Number(present ?? 0) + 1))
    await Promise.all(Array.from({ length: 100 }, increment))
    expect(await store.get('count')).toEqual('100')
  })

  test('reads the old record until a change is done', async (store) => {
    await store.update('a', async () => '1')
    const { finish } = await holdTurn(store, 'a', '2')
    expect(await store.get('a')).toEqual('1')
    await finish()
    expect(await store.get('a')).toEqual('2')
  })

  test('begins no change of a record before the last one is done', async (store) => {
    const { finish } = await holdTurn(store, 'a', '1')
    const given: (string | undefined)[] = []
    const second = store.update('a', async (present) => {
      given.push(present)
      return '2'
    })
    await store.update('b', async () => 'key b waits for no turn of key a')
    expect(given).toEqual([])
    await finish()
    await second
    expect(given).toEqual(['1'])
  })
}

function describeLongTurns({ test, expect }: Contract, elapse: (place: string) => Promise<void>): void {
  test('keeps a turn that lasts minutes, and writes its result', async (store, place) => {
    await store.update('a', async () => '1')
    const { finish } = await holdTurn(store, 'a', '2')
    const next = store.update('a', async (present) => `${present}3`)
    await elapse(place)
    expect(await store.get('a')).toEqual('1')
    await finish()
    expect(await next).toEqual('23')
  })
}

function describeNesting({ test, expect }: Contract): void {
  test('reads and changes other records from within a change', async (store) => {
    await store.update('a', async () => '1')
    await store.update('b', async () => {
      await store.update('c', async () => `${await store.get('a')}!`)
      return (await store.keys()).sort().join()
    })
    expect(await store.get('b')).toEqual('a,c')
    expect(await store.get('c')).toEqual('1!')
  })

  test('refuses to change a record from within its own change, which would wait for itself', async (store) => {
    const nested = store.update('a', async () => store.update('a', async () => '1'))
    expect((await rejectionOf(nested)) instanceof Error).toEqual(true)
    const deeper = store.update('a', () => store.update('b', () => store.update('a', async () => '1')))
    expect((await rejectionOf(deeper)) instanceof Error).toEqual(true)
    expect(await store.keys()).toEqual([])
  })
}

function describeSignals({ test, expect }: Contract): void {
  test('begins no change whose signal is already aborted', async (store) => {
    let began = false
    const begin = async () => {
      began = true
      return '1'
    }
    const reason = new Error('gave up')
    const update = store.update('a', begin, { signal: AbortSignal.abort(reason) })
    expect((await rejectionOf(update)) === reason).toEqual(true)
    expect(began).toEqual(false)
  })

  test('ends a wait for a turn if its signal aborts; the next caller gets the turn', async (store) => {
    const { finish } = await holdTurn(store, 'a', '1')
    const controller = new AbortController()
    const reason = new Error('gave up')
    const abandoned = rejectionOf(store.update('a', async () => '2', { signal: controller.signal }))
    const patient = store.update('a', async (present) => `${present}3`)
    controller.abort(reason)
    expect((await abandoned) === reason).toEqual(true)
    await finish()
    expect(await patient).toEqual('13')
  })

  test('finishes a change that has begun, whatever the signal says', async (store) => {
    const controller = new AbortController()
    const update = store.update(
      'a',
      async () => {
        controller.abort(new Error('gave up'))
        return '1'
      },
      { signal: controller.signal },
    )
    expect(await update).toEqual('1')
    expect(await store.get('a')).toEqual('1')
  })
}

/** Resolves when a change of `key` has begun; the change lasts until `finish` is called. */
async function holdTurn(store: TokenStore, key: string, record: string): Promise<{ finish: () => Promise<unknown> }> {
  let begin = () => {}
  let end = () => {}
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const update = store.update(key, async () => {
    begin()
    await ended
    return record
  })
  await Promise.race([begun, update])
  return {
    finish: () => {
      end()
      return update
    },
  }
}
