/** Tells an event so that a listener's fault, thrown or rejected, ends no sign-in and loses no token. */
export function tell<Event>(listener: ((event: Event) => unknown) | undefined, event: Event): void {
  try {
    const told = listener?.(event)
    if (told instanceof Promise) told.catch(() => undefined)
  } catch {
    // The listener's own affair.
  }
}
