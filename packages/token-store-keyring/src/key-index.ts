import type { MachineLock } from '@fast-agent-auth/token-store/machine-lock'
import { indexUser, parseIndex } from './item.ts'
import type { Keychain } from './keychain.ts'

/** The list of keys, in an item of its own. */
export interface KeyIndex {
  list(): Promise<string[]>
  /** Sees to it that `key` is listed, or that it is not. */
  settle(key: string, listed: boolean): Promise<void>
}

export interface KeyIndexOptions {
  readonly lock: MachineLock
  readonly lockName: string
}

export function createKeyIndex(keychain: Keychain, { lock, lockName }: KeyIndexOptions): KeyIndex {
  const list = async () => parseIndex(await keychain.read(indexUser))

  return {
    list,
    settle: async (key, listed) => {
      if ((await list()).includes(key) === listed) return
      await lock.hold(lockName, async () => {
        const others = (await list()).filter((other) => other !== key)
        const keys = listed ? [...others, key] : others
        if (keys.length > 0) await keychain.write(indexUser, JSON.stringify(keys))
        else await keychain.remove(indexUser)
      })
    },
  }
}
