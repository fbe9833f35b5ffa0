/** Values that must appear in no event text, error, log or page, as far as they are known. */
export interface Secrets {
  /**
   * The newest are kept, some hundred thousand characters of them. A value shorter than 8 characters is no secret, nor is
   * one that is words: who sends it would choose which of ours are withheld.
   */
  learn(...values: readonly (string | undefined)[]): void
  /** As `learn`, for what the person holds secret: nothing pushes it out, and it may be words. */
  keep(...values: readonly (string | undefined)[]): void
  /** Values that a person must see. A secret that stands in one of them is withheld nowhere: who named it chose to show it. */
  publish(...values: readonly (string | undefined)[]): void
  /** A text with `[redacted]` in place of each whole secret, as it is or encoded, and of one that `…` cuts off. */
  redact(text: string): string
}

const shortest = 8
const lengthLimit = 16_384
const totalLimit = 262_144
const publicLimit = 1000
/** Quotes have at most so many characters. */
const longestQuote = 512
const mark = '[redacted]'

/** Nothing is compared before there is a text to redact. What that takes grows with the text; with the secrets, up to a limit. */
export function createSecrets(): Secrets {
  const kept = new Set<string>()
  const learned = new Set<string>()
  const visible = new Set<string>()
  let total = 0
  let written: readonly string[] | undefined

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
      else written = undefined
      set.add(secret)
      if (set === learned) total += secret.length
    }
  }

  function isVisible(secret: string): boolean {
    for (const value of visible) if (value.includes(secret)) return true
    return false
  }

  return {
    learn(...values) {
      const keys = values.filter((value) => value !== undefined && !isWords(value))
      take(learned, keys)
      forgetOldest()
    },
    keep: (...values) => take(kept, values),
    publish(...values) {
      for (const value of values) {
        if (value === undefined || value.length < shortest) continue
        // What comes again is the newest.
        if (!visible.delete(value)) written = undefined
        visible.add(value)
      }
      for (const value of visible) {
        if (visible.size <= publicLimit) return
        visible.delete(value)
      }
    },
    redact(text) {
      if (kept.size + learned.size === 0 || text.length < shortest) return text
      written ??= [...kept, ...learned].filter((secret) => !isVisible(secret)).flatMap(writtenAs)
      return without(text, written)
    },
  }
}

/**
 * Whether a text is words, a sentence or a URL rather than a key. A random key of letters alone is long, with capitals
 * behind small letters.
 */
export function isWords(text: string): boolean {
  if (/[\s,;()"'<>]|:\/\//.test(text)) return true
  return /^[a-z_.:-]*$/i.test(text) && !(text.length >= 20 && /[a-z][A-Z]/.test(text))
}

/** As it is, also in JSON, and percent-encoded in a URL and in a form, with capital and small digits. */
function writtenAs(secret: string): readonly string[] {
  if (/^[\w.-]+$/.test(secret)) return [secret]
  // Half a character has no encoding.
  const whole = secret.replace(/\p{Cs}/gu, '\ufffd')
  const encoded = [encodeURIComponent(whole), new URLSearchParams({ '': whole }).toString().slice(1)]
  const small = encoded.map((text) => text.replace(/%../g, (code) => code.toLowerCase()))
  return [...new Set([secret, JSON.stringify(secret).slice(1, -1), ...encoded, ...small])]
}

type Range = readonly [start: number, end: number]

/** A text without these. Ranges that overlap are one. */
function without(text: string, secrets: readonly string[]): string {
  const ranges = secrets.flatMap((secret) => [...rangesOf(secret, text), ...cutOff(secret, text)])
  ranges.sort(([a], [b]) => a - b)
  let rest = ''
  let done = 0
  for (const [start, end] of ranges) {
    if (start >= done) rest += text.slice(done, start) + mark
    done = Math.max(done, end)
  }
  return rest + text.slice(done)
}

function rangesOf(secret: string, text: string): readonly Range[] {
  const ranges: Range[] = []
  for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + secret.length)) {
    ranges.push([at, at + secret.length])
  }
  return ranges
}

/** Quotes are cut before they are cleaned: of a long secret, the beginning is left then. */
function cutOff(secret: string, text: string): readonly Range[] {
  const ranges: Range[] = []
  for (let end = text.indexOf('…'); end >= 0; end = text.indexOf('…', end + 1)) {
    // The longest beginning that fits: a secret may repeat itself.
    let start = Math.max(0, end - Math.min(secret.length - 1, longestQuote))
    while (start <= end - shortest && !(text[start] === secret[0] && secret.startsWith(text.slice(start, end)))) start++
    if (start <= end - shortest) ranges.push([start, end])
  }
  return ranges
}
