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
const lengthLimit = 16_384
const totalLimit = 262_144
/** The same eight characters may stand in a secret, or in many, again and again: the first of them count. */
const placeLimit = 16
const mark = '[redacted]'

/** Nothing is compared before there is a text to redact. What that takes grows with the text; with the secrets, up to a limit. */
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
      if (secret === undefined || secret.length < shortest || kept.has(secret)) continue
      // What comes again is the newest.
      const known = learned.delete(secret)
      if (known) total -= secret.length
      else compiled = undefined
      set.add(secret)
      if (set === learned) total += secret.length
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
  const written = [secret, encodeURIComponent(whole), form, JSON.stringify(secret).slice(1, -1)]
  return written.map((text) => text.slice(0, 3 * lengthLimit))
}

/** A text without what it shares with secrets. Ranges that overlap are one. */
function withoutPieces(text: string, places: Places): string {
  const ranges: Range[] = []
  let done = 0
  for (let at = 0; at + stride <= text.length; at++) {
    let range = shared(text, at, places.get(text.slice(at, at + stride)) ?? [], done)
    if (!range) continue
    for (let last = ranges.at(-1); last && last[1] > range[0]; last = ranges.at(-1)) {
      range = [Math.min(last[0], range[0]), Math.max(last[1], range[1])]
      ranges.pop()
    }
    ranges.push(range)
    done = range[1]
    // On to what may begin in it; but what began shortly before it may show itself only a few characters on.
    if (at >= range[0] + stride - 1) at = Math.max(at, done - pieceLength)
  }
  return cut(text, ranges)
}

type Range = readonly [start: number, end: number]

/** What of the text around `at` stands in secrets too: a short one as a whole, else a piece or more. */
function shared(text: string, at: number, places: readonly Place[], done: number): Range | undefined {
  let range: Range | undefined
  for (const { secret, at: found } of places) {
    // What is behind is known already.
    let before = 0
    const back = Math.min(at, found, Math.max(at - done, 0) + pieceLength)
    while (before < back && text[at - before - 1] === secret[found - before - 1]) before++
    const room = Math.min(text.length - at, secret.length - found)
    let after = stride
    while (after < room && text[at + after] === secret[found + after]) after++
    if (before + after < Math.min(secret.length, pieceLength)) continue
    const [start, end] = range ?? [at, at]
    range = [Math.min(start, at - before), Math.max(end, at + after)]
  }
  return range
}

function cut(text: string, ranges: readonly Range[]): string {
  let rest = ''
  let from = 0
  for (const [start, end] of ranges) {
    rest += text.slice(from, start) + mark
    from = end
  }
  return rest + text.slice(from)
}
