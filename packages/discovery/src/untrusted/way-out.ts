/** Lets a `fetch` of ours stand in place of the global one, and send by the global one. */
export interface WayOut {
  /**
   * Sends what is ours: no `fetch` of ours does anything to it any more. By the global `fetch` of the moment by default,
   * which others may replace at any time.
   */
  exit(fetch?: typeof globalThis.fetch): typeof globalThis.fetch
  /** Sends what is another's, of which this `fetch` alone wants to see no more. */
  pass(fetch?: typeof globalThis.fetch): typeof globalThis.fetch
  /** The same `fetch`, but what has come round goes to the global one of the time of `createWayOut`. */
  entrance(fetch: typeof globalThis.fetch): typeof globalThis.fetch
  /** As `entrance`, for a `fetch` that what is ours goes through as well, since it checks whom is asked. */
  checkpoint(fetch: typeof globalThis.fetch): typeof globalThis.fetch
}

/** By which nothing leads back to us. */
const untouched = globalThis.fetch

const globalFetch: typeof globalThis.fetch = (...request) => globalThis.fetch(...request)

export function createWayOut(): WayOut {
  const first = globalThis.fetch
  const way = {}
  const sendOn =
    (fetch: typeof globalThis.fetch, on: (travelled: Travelled) => Travelled): typeof globalThis.fetch =>
    (...request) => {
      if (globalThis.fetch === untouched) return fetch(...request)
      journey ??= createJourney()
      return journey.run(on(travelled()), () => fetch(...request))
    }
  const unless =
    (hasComeRound: (travelled: Travelled) => boolean) =>
    (fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
    (...request) =>
      hasComeRound(travelled()) ? first(...request) : fetch(...request)
  return {
    exit: (fetch = globalFetch) => sendOn(fetch, ({ ways }) => ({ ways, isOurs: true })),
    pass: (fetch = globalFetch) => sendOn(fetch, ({ ways, isOurs }) => ({ ways: [...ways, way], isOurs })),
    entrance: unless(({ ways, isOurs }) => isOurs || ways.includes(way)),
    checkpoint: unless(({ ways }) => ways.includes(way)),
  }
}

interface Travelled {
  /** Those that have passed the request on. */
  readonly ways: readonly object[]
  /** Whether it is a request of ours, with all that it needs. */
  readonly isOurs: boolean
}

interface Journey {
  getStore(): Travelled | undefined
  run<T>(travelled: Travelled, work: () => T): T
}

/** One for all, since the runtime keeps each that was ever used. */
let journey: Journey | undefined

function travelled(): Travelled {
  return journey?.getStore() ?? { ways: [], isOurs: false }
}

/** Follows a request through whatever stands in place of `fetch`; where the runtime cannot, through its first turn. */
function createJourney(): Journey {
  const hooks = globalThis.process?.getBuiltinModule?.('node:async_hooks')
  if (hooks) return new hooks.AsyncLocalStorage<Travelled>()
  let now: Travelled | undefined
  return {
    getStore: () => now,
    run(travelled, work) {
      const before = now
      now = travelled
      try {
        return work()
      } finally {
        now = before
      }
    },
  }
}
