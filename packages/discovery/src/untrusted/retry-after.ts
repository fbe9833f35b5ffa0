const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/

/**
 * The time for which a server wants no request (`Retry-After`, RFC 9110 §10.2.3), in ms. `undefined` where the header is
 * missing, or is neither a number of seconds nor a date in the future.
 */
export function retryAfter(headers: Headers, now: number = Date.now()): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? ''
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : dateOf(text) - clockOf(headers, now)
  return wait > 0 ? wait : undefined
}

const units = [
  ['days', 86_400_000],
  ['hours', 3_600_000],
  ['minutes', 60_000],
] as const

/** The next step after an answer such as 429 or 503, with the time that the server named, in ms. */
export function tryAgain(wait: number | undefined): string {
  return wait === undefined ? 'Try again later.' : `Try again in ${inWords(wait)}.`
}

/** A time in words, rounded up. */
function inWords(wait: number): string {
  // The number comes from the server, and may be of any size.
  if (wait > 365 * 86_400_000) return 'more than a year'
  const [unit, length] = units.find(([, each]) => wait > 5 * each) ?? ['s', 1000]
  return `${Math.ceil(wait / length)} ${unit}`
}

/** The time on the server's clock, if its answer has a `Date`: our clock may differ. */
function clockOf(headers: Headers, now: number): number {
  return dateOf(headers.get('date') ?? '') || now
}

function dateOf(text: string): number {
  return httpDate.test(text) ? Date.parse(text) : Number.NaN
}
