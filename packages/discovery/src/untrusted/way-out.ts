/** Lets a `fetch` of ours stand in place of the global one, and send by the global one. */
export interface WayOut {
  /** Sends what it is given; by the global `fetch` of the moment by default, which others may replace at any time. */
  exit(fetch?: typeof globalThis.fetch): typeof globalThis.fetch
  /** The same `fetch`, but what has come round from the exit goes to the global one of the time of `createWayOut`. */
  entrance(fetch: typeof globalThis.fetch): typeof globalThis.fetch
}

export function createWayOut(): WayOut {
  const first = globalThis.fetch
  const way: WayOut = {
    exit:
      (fetch = (...request) => globalThis.fetch(...request)) =>
      (...request) =>
        // Nothing leads back as long as nobody has replaced it.
        globalThis.fetch === first ? fetch(...request) : runOn(way, () => fetch(...request)),
    entrance:
      (fetch) =>
      (...request) =>
        travelled().includes(way) ? first(...request) : fetch(...request),
  }
  return way
}

type Travelled = readonly WayOut[]

interface Journey {
  getStore(): Travelled | undefined
  run<T>(travelled: Travelled, work: () => T): T
}

let journey: Journey | undefined

/** The ways out on which a request is. One storage for all: the runtime keeps each that was ever used. */
function travelled(): Travelled {
  return journey?.getStore() ?? []
}

function runOn<T>(way: WayOut, work: () => T): T {
  journey ??= createJourney()
  return journey.run([...travelled(), way], work)
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
