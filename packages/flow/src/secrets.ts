/** What must appear in no event, error, log or page, as far as it is known. */
export interface Secrets {
  /** The newest are kept, some hundred thousand characters of them. What is shorter than 8 characters is no secret. */
  learn(...values: readonly (string | undefined)[]): void
  /** As `learn`, for what nobody else may push out. */
  keep(...values: readonly (string | undefined)[]): void
  /** A text with `[redacted]` in place of each secret, and of each piece of one that has 16 characters or more. */
  redact(text: string): string
}

const shortest = 8
const pieceLength = 16
/** Every run of a piece's length holds a whole one of these, wherever it begins. */
const stride = pieceLength / 2
const lengthLimit = 65_536
const totalLimit = 262_144
/** The same eight characters may stand in a secret, or in many, again and again: the first of them count. */
const placeLimit = 64
const mark = '[redacted]'

/** Nothing is compared before there is a text to redact. What that takes grows with the text, and not with the secrets. */
export function createSecrets(): Secrets {
  const kept = new Set<string>()
  const learned = new Set<string>()
  let total = 0
  let compiled: Places | undefined

  function forgetOldest(): void {
    for (const value of learned) {
      if (total <= totalLimit) return
      learned.delete(value)
      total -= value.length
    }
  }

  function take(set: Set<string>, values: readonly (string | undefined)[]): void {
    for (const value of values) {
      const secret = value?.slice(0, lengthLimit)
      if (secret === undefined || secret.length < shortest || kept.has(secret) || learned.has(secret)) continue
      set.add(secret)
      if (set === learned) total += secret.length
      compiled = undefined
    }
  }

  return {
    learn(...values) {
      take(learned, values)
      forgetOldest()
    },
    keep: (...values) => take(kept, values),
    redact(text) {
      if (kept.size + learned.size === 0 || text.length < shortest) return text
      compiled ??= placesOf([...kept, ...learned])
      return withoutPieces(text, compiled)
    },
  }
}

/** Where in the secrets something stands: of a short one at its beginning, of others at each stride and at their end. */
type Places = ReadonlyMap<string, readonly Place[]>

interface Place {
  readonly secret: string
  readonly at: number
}

function placesOf(secrets: readonly string[]): Places {
  const places = new Map<string, Place[]>()
  for (const secret of new Set(secrets.flatMap(writtenAs))) {
    const last = isShort(secret) ? 0 : secret.length - stride
    for (let at = 0; at < last; at += stride) add(places, { secret, at })
    add(places, { secret, at: last })
  }
  return places
}

function add(places: Map<string, Place[]>, place: Place): void {
  const piece = place.secret.slice(place.at, place.at + stride)
  const known = places.get(piece)
  if (!known) places.set(piece, [place])
  else if (known.length < placeLimit) known.push(place)
}

/** Of a short one no piece tells anything. */
function isShort({ length }: string): boolean {
  return length < pieceLength
}

/** As it is, in a URL, in a form and in JSON. */
function writtenAs(secret: string): readonly string[] {
  // Half a character has no encoding.
  const whole = secret.replace(/\p{Cs}/gu, '\ufffd')
  const form = new URLSearchParams({ '': whole }).toString().slice(1)
  return [secret, encodeURIComponent(whole), form, JSON.stringify(secret).slice(1, -1)]
}

function withoutPieces(text: string, places: Places): string {
  let rest = ''
  let done = 0
  for (let at = 0; at + stride <= text.length; at++) {
    const [start, end] = longestRun(text, at, places.get(text.slice(at, at + stride)) ?? [])
    if (start === end || end <= done) continue
    // What begins in what is gone, such as the end of a secret whose beginning others share, goes with it.
    if (rest === '' || start >= done) rest += text.slice(done, start) + mark
    done = end
    // Just so far back that nothing is missed.
    at = Math.max(at, done - stride)
  }
  return rest + text.slice(done)
}

type Run = readonly [start: number, end: number]

/** From where to where a text and a secret say the same, around what stands at `at`: a short one whole, else a piece. */
function longestRun(text: string, at: number, places: readonly Place[]): Run {
  let longest: Run = [at, at]
  for (const { secret, at: found } of places) {
    const run = runAround(text, at, secret, found)
    const length = run[1] - run[0]
    if (length >= Math.min(secret.length, pieceLength) && length > longest[1] - longest[0]) longest = run
  }
  return longest
}

function runAround(text: string, at: number, secret: string, found: number): Run {
  let before = 0
  while (before < Math.min(at, found) && text[at - before - 1] === secret[found - before - 1]) before++
  const room = Math.min(text.length - at, secret.length - found)
  let length = stride
  while (length < room && text[at + length] === secret[found + length]) length++
  return [at - before, at + length]
}
