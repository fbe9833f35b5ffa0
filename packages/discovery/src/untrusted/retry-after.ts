const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/

/**
 * For how long a server wants no request (`Retry-After`, RFC 9110 §10.2.3), in ms. `undefined` where it does not say, or
 * says what is neither seconds nor a date to come.
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

/** The next step after an answer that says "not now", with the time that the server named. */
export function tryAgain(wait: number | undefined): string {
  return wait === undefined ? 'Try again later.' : `Try again in ${inWords(wait)}.`
}

/** A time as a person says it, never shorter than it is. */
function inWords(wait: number): string {
  // It is a stranger's number.
  if (wait > 365 * 86_400_000) return 'more than a year'
  const [unit, length] = units.find(([, each]) => wait > 5 * each) ?? ['s', 1000]
  return `${Math.ceil(wait / length)} ${unit}`
}

/** By the server's own clock where it tells the time: ours may be another. */
function clockOf(headers: Headers, now: number): number {
  return dateOf(headers.get('date') ?? '') || now
}

function dateOf(text: string): number {
  return httpDate.test(text) ? Date.parse(text) : Number.NaN
}
