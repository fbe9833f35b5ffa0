import type { CallbackEvent } from './callback-event.ts'

/**
 * Tells the application. What its handler throws, at once or later, is dropped: any web page could end the program with one
 * request.
 */
export function emitEvent(onEvent: (event: CallbackEvent) => void, event: CallbackEvent): void {
  try {
    const told: unknown = onEvent(event)
    if (told instanceof Promise) told.catch(() => undefined)
  } catch {
    // See above: nobody waits for this call.
  }
}
