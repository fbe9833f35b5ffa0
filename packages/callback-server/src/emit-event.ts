import type { CallbackEvent } from './callback-event.ts'

/** Tells the application. What its handler throws is dropped: any web page could end the program with one request. */
export function emitEvent(onEvent: (event: CallbackEvent) => void, event: CallbackEvent): void {
  try {
    onEvent(event)
  } catch {
    // See above: nobody waits for this call.
  }
}
