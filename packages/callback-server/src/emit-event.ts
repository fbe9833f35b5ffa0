import type { CallbackEvent } from './callback-event.ts'

/**
 * Calls the application's handler. Errors of the handler, sync or async, are dropped. Otherwise any web page could end the
 * program with one request.
 */
export function emitEvent(onEvent: (event: CallbackEvent) => void, event: CallbackEvent): void {
  try {
    const result: unknown = onEvent(event)
    if (result instanceof Promise) result.catch(() => undefined)
  } catch {
    // Dropped, as said above.
  }
}
