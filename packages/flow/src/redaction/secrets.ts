/** Values that must not appear in any event, error, log or page. */
export interface Secrets {
  /**
   * Adds secrets that a server sent or was sent. The newest ones are kept, about 262 000 characters in all. A value of
   * fewer than 8 characters is no secret, nor is one that is words: otherwise a server could choose which words are
   * withheld.
   */
  learn(...values: readonly (string | undefined)[]): void
  /** Adds secrets of the user, which are kept for good and may be words. */
  keep(...values: readonly (string | undefined)[]): void
  /** Adds values that a person must see. A secret that is a part of such a value is not withheld anywhere. */
  publish(...values: readonly (string | undefined)[]): void
  /** Replaces each secret in a text by `[redacted]`: whole, encoded, or cut off by `…`. */
  redact(text: string): string
}

const minLength = 8
const lengthLimit = 16_384
const totalLimit = 262_144
const publicLimit = 1000
/** The greatest length of a quote. */
const longestQuote = 512
const placeholder = '[redacted]'

/**
 * Creates an empty set of secrets. Nothing is compared until a text is redacted; that takes time in proportion to the
 * text and, up to a limit, to the secrets.
 */
export function createSecrets(): Secrets {
  const permanent = new Set<string>()
  const learned = new Set<string>()
  const visible = new Set<string>()
  let total = 0
  let spellings: readonly string[] | undefined

  function deleteOldest(): void {
    for (const value of learned) {
      if (total <= totalLimit) return
      learned.delete(value)
      total -= value.length
    }
  }

  function take(set: Set<string>, values: readonly (string | undefined)[]): void {
    for (const value of values) {
      const secret = value?.slice(0, lengthLimit)
      if (secret === undefined || secret.length < minLength || permanent.has(secret)) continue
      // A value that is added again becomes the newest.
      const known = learned.delete(secret)
      if (known) total -= secret.length
      else spellings = undefined
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
      deleteOldest()
    },
    keep: (...values) => take(permanent, values),
    publish(...values) {
      for (const value of values) {
        if (value === undefined || value.length < minLength) continue
        // A value that is added again becomes the newest.
        if (!visible.delete(value)) spellings = undefined
        visible.add(value)
      }
      for (const value of visible) {
        if (visible.size <= publicLimit) return
        visible.delete(value)
      }
    },
    redact(text) {
      if (permanent.size + learned.size === 0 || text.length < minLength) return text
      spellings ??= [...permanent, ...learned].filter((secret) => !isVisible(secret)).flatMap(encodingsOf)
      return without(text, spellings)
    },
  }
}

/**
 * Whether a text is words, a sentence or a URL rather than a key. A key that consists only of letters is long and has
 * capital letters after small ones.
 */
export function isWords(text: string): boolean {
  if (/[\s,;()"'<>]|:\/\//.test(text)) return true
  return /^[a-z_.:-]*$/i.test(text) && !(text.length >= 20 && /[a-z][A-Z]/.test(text))
}

/** A secret as it is, in JSON, and percent-encoded in a URL and in a form, with capital and small digits. */
function encodingsOf(secret: string): readonly string[] {
  if (/^[\w.-]+$/.test(secret)) return [secret]
  // A lone surrogate has no encoding.
  const whole = secret.replace(/\p{Cs}/gu, '\ufffd')
  const encoded = [encodeURIComponent(whole), new URLSearchParams({ '': whole }).toString().slice(1)]
  const small = encoded.map((text) => text.replace(/%../g, (code) => code.toLowerCase()))
  return [...new Set([secret, JSON.stringify(secret).slice(1, -1), ...encoded, ...small])]
}

type Range = readonly [start: number, end: number]

/** Replaces the secrets in a text. Ranges that overlap are replaced once. */
function without(text: string, secrets: readonly string[]): string {
  const ranges = secrets.flatMap((secret) => [...rangesOf(secret, text), ...cutOff(secret, text)])
  ranges.sort(([a], [b]) => a - b)
  let rest = ''
  let done = 0
  for (const [start, end] of ranges) {
    if (start >= done) rest += text.slice(done, start) + placeholder
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

/** The ranges where the beginning of a secret is cut off by `…`: quotes are cut before they are redacted. */
function cutOff(secret: string, text: string): readonly Range[] {
  const ranges: Range[] = []
  for (let end = text.indexOf('…'); end >= 0; end = text.indexOf('…', end + 1)) {
    // The longest beginning counts, since a secret may repeat itself.
    let start = Math.max(0, end - Math.min(secret.length - 1, longestQuote))
    while (start <= end - minLength && !(text[start] === secret[0] && secret.startsWith(text.slice(start, end))))
      start++
    if (start <= end - minLength) ranges.push([start, end])
  }
  return ranges
}
