/** Sends an event to a listener. An error of the listener is dropped: it must end no sign-in and lose no token. */
export function tell<Event>(listener: ((event: Event) => unknown) | undefined, event: Event): void {
  try {
    const told = listener?.(event)
    if (told instanceof Promise) told.catch(() => undefined)
  } catch {
    // See above.
  }
}
