/**
 * Keeps our `fetch` from calling itself where it has replaced the global `fetch` and sends by the global `fetch`. Each
 * request is marked with the guards that it has passed, and a request that comes back is sent by the `fetch` before
 * ours.
 */
export interface FetchLoopGuard {
  /**
   * Makes a `fetch` for our own requests: no `fetch` of ours that receives one changes it again. Default: the global `fetch`
   * at the time of the request, which other code may replace.
   */
  sendOwn(fetch?: typeof globalThis.fetch): typeof globalThis.fetch
  /** Makes a `fetch` for a caller's requests: only this guard lets them pass when they come back. */
  forward(fetch?: typeof globalThis.fetch): typeof globalThis.fetch
  /** Wraps our `fetch`: our own requests, and those that come back, go to the global `fetch` from before `createFetchLoopGuard`. */
  receive(fetch: typeof globalThis.fetch): typeof globalThis.fetch
  /** As `receive`, for a `fetch` that has to check our own requests too. */
  inspect(fetch: typeof globalThis.fetch): typeof globalThis.fetch
}

/** As long as the global `fetch` is this one, no request can come back. */
const original = globalThis.fetch

const globalFetch: typeof globalThis.fetch = (...request) => globalThis.fetch(...request)

export function createFetchLoopGuard(): FetchLoopGuard {
  const before = globalThis.fetch
  const guard = {}
  const marking =
    (fetch: typeof globalThis.fetch, mark: (marks: Marks) => Marks): typeof globalThis.fetch =>
    (...request) => {
      if (globalThis.fetch === original) return fetch(...request)
      storage ??= createStorage()
      return storage.run(mark(currentMarks()), () => fetch(...request))
    }
  const unless =
    (isBack: (marks: Marks) => boolean) =>
    (fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
    (...request) =>
      isBack(currentMarks()) ? before(...request) : fetch(...request)
  return {
    sendOwn: (fetch = globalFetch) => marking(fetch, ({ guards }) => ({ guards, isOurs: true })),
    forward: (fetch = globalFetch) => marking(fetch, ({ guards, isOurs }) => ({ guards: [...guards, guard], isOurs })),
    receive: unless(({ guards, isOurs }) => isOurs || guards.includes(guard)),
    inspect: unless(({ guards }) => guards.includes(guard)),
  }
}

interface Marks {
  /** The guards that have forwarded the request. */
  readonly guards: readonly object[]
  /** Whether the request is our own, with all that it needs. */
  readonly isOurs: boolean
}

interface MarkStorage {
  getStore(): Marks | undefined
  run<T>(marks: Marks, work: () => T): T
}

/** One for all guards: the runtime never frees an `AsyncLocalStorage` that was used. */
let storage: MarkStorage | undefined

function currentMarks(): Marks {
  return storage?.getStore() ?? { guards: [], isOurs: false }
}

/**
 * Follows a request through all asynchronous calls; where the runtime has no such storage, only through the first call.
 */
function createStorage(): MarkStorage {
  const hooks = globalThis.process?.getBuiltinModule?.('node:async_hooks')
  if (hooks) return new hooks.AsyncLocalStorage<Marks>()
  let current: Marks | undefined
  return {
    getStore: () => current,
    run(marks, work) {
      const previous = current
      current = marks
      try {
        return work()
      } finally {
        current = previous
      }
    },
  }
}
