import type { TokenStore } from '@fast-agent-auth/token-store'
import { openKeyringTokenStore } from '../src/index.ts'
import { recordOfChunks } from './chunk-users.ts'
import { type FakeKeyring, fakeKeyring, noLock, windowsLimit } from './fake-keyring.ts'

export interface WithLong {
  readonly fake: FakeKeyring
  readonly store: TokenStore
  readonly record: string
  readonly header: Readonly<Record<string, unknown>>
  /** Writes another header, past the store. */
  readonly setHeader: (changes: object) => void
}

/** A store with a record of 3 chunks under the key `a`. */
export async function openWithLong(): Promise<WithLong> {
  const fake = fakeKeyring(windowsLimit)
  const store = await openKeyringTokenStore({ binding: fake.load, lock: noLock })
  const record = recordOfChunks(3, 'x')
  await store.update('a', async () => record)
  const header = JSON.parse(fake.items.get('fast-agent-auth/a') ?? '')
  const setHeader = (changes: object) => {
    fake.items.set('fast-agent-auth/a', JSON.stringify({ ...header, ...changes }))
  }
  return { fake, store, record, header, setHeader }
}
