import { untilAborted } from '../until-aborted.ts'

/** Work that is done once for all who ask for it at the same time. */
export interface Flights<T> {
  /**
   * Joins the work that is under way for a key, or begins it. A caller's signal ends its own wait; the signal that
   * `run` is given aborts when all who wait have given up.
   */
  join(key: string, run: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T>
}

interface Flight<T> {
  readonly result: Promise<T>
  readonly controller: AbortController
  waiting: number
}

export function createFlights<T>(): Flights<T> {
  const flights = new Map<string, Flight<T>>()
  const begin = (key: string, run: (signal: AbortSignal) => Promise<T>): Flight<T> => {
    const controller = new AbortController()
    const result = run(controller.signal)
    const flight = { result, controller, waiting: 0 }
    // All who waited may have gone.
    result.catch(() => undefined)
    flights.set(key, flight)
    return flight
  }
  return {
    async join(key, run, signal) {
      signal?.throwIfAborted()
      const flight = flights.get(key) ?? begin(key, run)
      flight.waiting++
      try {
        return await untilAborted(flight.result, signal)
      } finally {
        flight.waiting--
        // Whether it has ended or all have given up: whoever comes now begins anew.
        if (flight.waiting === 0) {
          flights.delete(key)
          flight.controller.abort(signal?.reason)
        }
      }
    },
  }
}
