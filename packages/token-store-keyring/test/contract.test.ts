import { machineLock } from '@fast-agent-auth/token-store/machine-lock'
import { describeTokenStore } from '@fast-agent-auth/token-store/testing'
import { describe, expect, it } from 'vitest'
import { openKeyringTokenStore } from '../src/index.ts'
import { userOf } from '../src/record-item.ts'
import { type FakeKeyring, fakeKeyring, windowsLimit } from './fake-keyring.ts'
import { temporaryFolder } from './temporary-folder.ts'

describe.each([
  ['on a keychain without limits', undefined, true],
  ['on a keychain with the limits of Windows', windowsLimit, true],
  ['on a keychain that cannot be listed', windowsLimit, false],
])('%s', (_, limit, canList) => {
  const fakes = new Map<string, FakeKeyring>()

  async function create() {
    const place = await temporaryFolder()
    const fake = fakeKeyring(limit)
    if (!canList) fake.listed = undefined
    fakes.set(place, fake)
    return { store: await openKeyringTokenStore({ binding: fake.load, lock: machineLock(place) }), place }
  }

  async function damage(key: string, place: string) {
    fakes.get(place)?.items.set(`fast-agent-auth/${userOf(key)}`, '{"version":1,"key":"a","record":"ol')
  }

  describeTokenStore('The keyring store', { create, damage }, { describe, it, expect })
})
