/** The longest that a server can make us wait, in ms: it may be wrong, and nothing but time would end it. */
const longest = 300_000

const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/

/**
 * For how long a server wants no request (`Retry-After`, RFC 9110 §10.2.3), in ms, five minutes at the most. `undefined`
 * where it does not say, or says what is neither seconds nor a date to come.
 */
export function retryAfter(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after') ?? ''
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : dateOf(text) - clockOf(headers, now)
  return wait > 0 ? Math.min(wait, longest) : undefined
}

/** By the server's own clock where it tells the time: ours may be another. */
function clockOf(headers: Headers, now: number): number {
  return dateOf(headers.get('date') ?? '') || now
}

function dateOf(text: string): number {
  return httpDate.test(text) ? Date.parse(text) : Number.NaN
}
