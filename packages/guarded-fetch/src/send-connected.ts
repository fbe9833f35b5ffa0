import { checkedLookup } from './checked-lookup.ts'
import { createDispatchers } from './dispatchers.ts'
import { systemResolve } from './resolve.ts'
import { createSend, type SendOptions } from './send.ts'

/** The guarded `fetch` of Node, Deno and Bun: its connections go to addresses that were checked. */
export function createConnectedSend({
  connects,
  resolve = systemResolve,
  ...options
}: SendOptions): typeof globalThis.fetch {
  if (connects) return createSend({ ...options, resolve })
  return createSend({ ...options, resolve }, ({ addressPolicy, ...parts }) => {
    const lookup = checkedLookup(parts.resolve, addressPolicy)
    const dispatcherFor = createDispatchers({ ...parts, lookup, onConnected: addressPolicy.noteConnection })
    return async (url) => ({ dispatcher: await dispatcherFor(url) })
  })
}
