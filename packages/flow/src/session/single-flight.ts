import { untilAborted } from '../until-aborted.ts'

/** Work that is done once for all callers that ask for it at the same time. */
export interface SingleFlight<T> {
  /** Joins the work that is under way for a key, or begins it. A caller that waits keeps the process alive, whatever the work does. */
  join(key: string, run: (flight: Flight) => Promise<T>, wait?: FlightWait): Promise<T>
  /** Ends all work, with a reason for the callers that wait; resolves when the work has ended. */
  end(reason: unknown): Promise<void>
  /** Ends the work that nobody waits for, except the work of one key. */
  endAbandoned(reason: unknown, key: string): void
}

export interface FlightWait {
  /** Ends the wait of this caller. */
  readonly signal?: AbortSignal | undefined
  /** Whether a person asks for the work. If nobody else waits, their signal ends even work that goes on by itself. */
  readonly byPerson?: boolean | undefined
}

/** The part of a flight that the work itself may use. */
export interface Flight {
  /** Aborts when the work is ended, and when all callers have given up, unless `goOn` was called and no person gave up last. */
  readonly signal: AbortSignal
  /** From now on the work goes on even if nobody waits, and a later caller joins it. */
  goOn(): void
  /** Sets the function to call when a person asks for the work again while nobody waits. Default: none. */
  whenAskedAgain(again: () => void): void
}

interface UnderWay<T> {
  readonly result: Promise<T>
  readonly controller: AbortController
  goesOn: boolean
  again: () => void
  waiting: number
}

export function createSingleFlight<T>(): SingleFlight<T> {
  const flights = new Map<string, UnderWay<T>>()
  // This set also has flights that were ended and have not finished yet.
  const running = new Set<UnderWay<T>>()

  function begin(key: string, run: (flight: Flight) => Promise<T>): UnderWay<T> {
    const controller = new AbortController()
    const goOn = (): void => {
      flight.goesOn = true
    }
    const whenAskedAgain = (again: () => void): void => {
      flight.again = again
    }
    const result = Promise.resolve().then(() => run({ signal: controller.signal, goOn, whenAskedAgain }))
    const flight: UnderWay<T> = { result, controller, goesOn: false, again: () => {}, waiting: 0 }
    flights.set(key, flight)
    running.add(flight)
    const remove = (): void => {
      running.delete(flight)
      if (flights.get(key) === flight) flights.delete(key)
    }
    // The flight removes itself, since all callers may have gone.
    result.then(remove, remove)
    return flight
  }

  function end(key: string, flight: UnderWay<T>, reason: unknown): void {
    // A caller that comes now must begin new work.
    if (flights.get(key) === flight) flights.delete(key)
    flight.controller.abort(reason)
  }

  return {
    async join(key, run, { signal, byPerson = false } = {}) {
      signal?.throwIfAborted()
      const existing = flights.get(key)
      if (byPerson && existing?.waiting === 0) existing.again()
      const flight = existing ?? begin(key, run)
      flight.waiting++
      const keepAlive = setInterval(() => {}, 2 ** 31 - 1)
      try {
        return await untilAborted(flight.result, signal)
      } finally {
        clearInterval(keepAlive)
        flight.waiting--
        if (flight.waiting === 0 && (byPerson || !flight.goesOn)) end(key, flight, signal?.reason)
      }
    },
    async end(reason) {
      for (const [key, flight] of flights) end(key, flight, reason)
      await Promise.allSettled(Array.from(running, ({ result }) => result))
    },
    endAbandoned(reason, key) {
      for (const [other, flight] of flights) {
        if (other !== key && flight.waiting === 0) end(other, flight, reason)
      }
    },
  }
}
