import { createProcessLock } from './process-lock.ts'
import type { TokenStore } from './token-store.ts'

/**
 * Keeps records in memory, only for this process, until it ends.
 *
 * @example
 * ```ts
 * const store = memoryTokenStore()
 * await store.update('visits', async (record) => String(Number(record ?? 0) + 1))
 * console.log(await store.get('visits')) // 1
 * ```
 */
export function memoryTokenStore(): TokenStore {
  const records = new Map<string, string>()
  const lock = createProcessLock()

  return {
    get: async (key) => records.get(key),
    keys: async () => [...records.keys()],
    update: (key, change, options) =>
      lock.hold(
        key,
        async () => {
          const record = await change(records.get(key))
          if (record === undefined) records.delete(key)
          else records.set(key, record)
          return record
        },
        options,
      ),
  }
}
