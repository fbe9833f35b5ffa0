import { deferred } from '../src/deferred.ts'

/** A person at a terminal: what `readPasted` gives is typed by the test. */
export interface Typist {
  readonly readPasted: (signal: AbortSignal) => Promise<string | undefined>
  /** Types a text, and resolves when it was judged and the next one is asked for, or nobody asks any more. */
  paste(text: string | undefined): Promise<void>
  /** Every signal that was handed over, one for each text that was asked for. */
  readonly signals: readonly AbortSignal[]
}

export function typist(): Typist {
  const signals: AbortSignal[] = []
  let wanted = deferred<string | undefined>()
  let asked = deferred<void>()
  return {
    signals,
    readPasted(signal) {
      signals.push(signal)
      wanted = deferred()
      signal.addEventListener('abort', () => asked.resolve(), { once: true })
      asked.resolve()
      return wanted.promise
    },
    paste(text) {
      asked = deferred()
      wanted.resolve(text)
      if (signals.at(-1)?.aborted) asked.resolve()
      return asked.promise
    },
  }
}
