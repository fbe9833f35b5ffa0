/** What must appear in no event, error, log or page, as far as it is known. */
export interface Secrets {
  /** The newest are kept, some hundred thousand characters of them. What is shorter than 8 characters is no secret. */
  learn(...values: readonly (string | undefined)[]): void
  /** A text with `[redacted]` in place of each secret, and of each piece of one that has 16 characters or more. */
  redact(text: string): string
}

const shortest = 8
const pieceLength = 16
/** Every run of a piece's length holds one of these, wherever they begin to be counted. */
const stride = pieceLength / 2
const lengthLimit = 16_384
const totalLimit = 262_144
/** A secret of one letter alone would be found everywhere in itself. */
const occurrenceLimit = 32
const mark = '[redacted]'

/** Nothing is compared before there is a text to redact. */
export function createSecrets(): Secrets {
  const known = new Set<string>()
  let total = 0
  let compiled: Compiled | undefined

  function forgetOldest(): void {
    for (const value of known) {
      if (total <= totalLimit) return
      known.delete(value)
      total -= value.length
    }
  }

  return {
    learn(...values) {
      for (const value of values) {
        const secret = value?.slice(0, lengthLimit)
        if (secret === undefined || secret.length < shortest || known.has(secret)) continue
        known.add(secret)
        total += secret.length
        compiled = undefined
      }
      forgetOldest()
    },
    redact(text) {
      if (known.size === 0 || text.length < shortest) return text
      compiled ??= compile(known)
      const withoutShort = compiled.short.reduce((rest, secret) => rest.replaceAll(secret, mark), text)
      return withoutPieces(withoutShort, compiled.long)
    },
  }
}

interface Compiled {
  /** Those of which no piece tells anything, the longest first. */
  readonly short: readonly string[]
  readonly long: readonly string[]
}

function compile(known: ReadonlySet<string>): Compiled {
  const all = [...new Set([...known].flatMap(writtenAs))].sort((one, other) => other.length - one.length)
  return {
    short: all.filter(({ length }) => length < pieceLength),
    long: all.filter(({ length }) => length >= pieceLength),
  }
}

/** As it is, in a URL, in a form and in JSON. */
function writtenAs(secret: string): readonly string[] {
  // Half a character has no encoding.
  const whole = secret.replace(/\p{Cs}/gu, '\ufffd')
  const form = new URLSearchParams({ '': whole }).toString().slice(1)
  return [secret, encodeURIComponent(whole), form, JSON.stringify(secret).slice(1, -1)]
}

function withoutPieces(text: string, secrets: readonly string[]): string {
  let rest = ''
  let done = 0
  for (let at = 0; at + stride <= text.length; at = Math.max(at + stride, done)) {
    const [start, end] = longestRun(text, at, secrets)
    if (end - start < pieceLength) continue
    // What stands before it may have gone with another.
    rest += text.slice(done, Math.max(start, done)) + mark
    done = end
  }
  return rest + text.slice(done)
}

type Run = readonly [start: number, end: number]

/** From where to where a text and a secret say the same, around what stands at `at`. */
function longestRun(text: string, at: number, secrets: readonly string[]): Run {
  const piece = text.slice(at, at + stride)
  let longest: Run = [at, at]
  for (const secret of secrets) {
    let found = secret.indexOf(piece)
    for (let count = 0; found !== -1 && count < occurrenceLimit; count++) {
      const run = runAround(text, at, secret, found)
      if (run[1] - run[0] > longest[1] - longest[0]) longest = run
      found = secret.indexOf(piece, found + 1)
    }
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
