import { createProcessLock } from './process-lock.ts'
import type { TokenStore } from './token-store.ts'

/** Keeps records until the process ends, for this process alone. */
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
