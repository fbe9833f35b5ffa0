import type { CallbackEvent } from './callback-event.ts'

/**
 * Calls the application's handler. An error of the handler, also of an async one, is dropped: else any web page could end the
 * program by one request.
 */
export function emitEvent(onEvent: (event: CallbackEvent) => void, event: CallbackEvent): void {
  try {
    const told: unknown = onEvent(event)
    if (told instanceof Promise) told.catch(() => undefined)
  } catch {
    // Dropped, as said above.
  }
}
