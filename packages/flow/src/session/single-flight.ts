import { untilAborted } from '../until-aborted.ts'

/** Work that is done once for all who ask for it at the same time. */
export interface SingleFlight<T> {
  /** Joins the work that is under way for a key, or begins it. Who waits keeps the process alive, whatever the work does. */
  join(key: string, run: (flight: Flight) => Promise<T>, wait?: FlightWait): Promise<T>
  /** Ends all that is under way, with a reason for those who wait; resolves when it has ended. */
  end(reason: unknown): Promise<void>
  /** Ends what nobody waits for, but for that of one key. */
  endAbandoned(reason: unknown, key: string): void
}

export interface FlightWait {
  /** Ends the wait of this caller. */
  readonly signal?: AbortSignal | undefined
  /** A person asks for it: their signal also ends work that goes on by itself, where nobody else waits for it. */
  readonly byPerson?: boolean | undefined
}

/** The work as it sees itself. */
export interface Flight {
  /** Aborts when all who wait have given up, unless the work goes on; and when it is ended. */
  readonly signal: AbortSignal
  /** From now on the work goes on although nobody waits: whoever asks for it later joins. */
  goOn(): void
  /** Takes an action for a person who asks for it when nobody waits any more; by default there is none. */
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
  // Those that were ended and unwind, too.
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
    const leave = (): void => {
      running.delete(flight)
      if (flights.get(key) === flight) flights.delete(key)
    }
    // All who waited may have gone.
    result.then(leave, leave)
    return flight
  }

  function end(key: string, flight: UnderWay<T>, reason: unknown): void {
    // A caller who comes now begins anew.
    if (flights.get(key) === flight) flights.delete(key)
    flight.controller.abort(reason)
  }

  return {
    async join(key, run, { signal, byPerson = false } = {}) {
      signal?.throwIfAborted()
      const present = flights.get(key)
      if (byPerson && present?.waiting === 0) present.again()
      const flight = present ?? begin(key, run)
      flight.waiting++
      const alive = setInterval(() => {}, 2 ** 31 - 1)
      try {
        return await untilAborted(flight.result, signal)
      } finally {
        clearInterval(alive)
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
