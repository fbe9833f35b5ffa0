/**
 * The SHA-256 of a text in UTF-8 (FIPS 180-4). WebCrypto has it too, but asynchronously, and a server key is computed
 * synchronously in every runtime.
 */
export function sha256(text: string): Uint8Array {
  const message = padded(new TextEncoder().encode(text))
  let hash = initial
  for (let start = 0; start < message.byteLength; start += 64) {
    hash = compressed(hash, schedule(new DataView(message.buffer, start, 64)))
  }
  const digest = new DataView(new ArrayBuffer(32))
  hash.forEach((word, index) => {
    digest.setUint32(4 * index, word)
  })
  return new Uint8Array(digest.buffer)
}

type Words = readonly number[]

const primes = firstPrimes(64)
const constants: Words = primes.map((prime) => fraction(Math.cbrt(prime)))
const initial: Words = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)))

function firstPrimes(count: number): Words {
  const found: number[] = []
  for (let next = 2; found.length < count; next++) if (found.every((prime) => next % prime !== 0)) found.push(next)
  return found
}

/** The first 32 bits of the fractional part. */
function fraction(root: number): number {
  return Math.floor((root % 1) * 2 ** 32)
}

/** The padded message: a 1, zeros up to a whole block, and the length in bits (§5.1.1). */
function padded(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(64 * Math.ceil((bytes.length + 9) / 64))
  all.set(bytes)
  all[bytes.length] = 0x80
  new DataView(all.buffer).setBigUint64(all.length - 8, 8n * BigInt(bytes.length))
  return all
}

/** The 64 words of a block (§6.2.2, step 1). */
function schedule(block: DataView): Words {
  const words: number[] = []
  for (let index = 0; index < 16; index++) words.push(block.getUint32(4 * index))
  for (let index = 16; index < 64; index++) {
    const [w16 = 0, w15 = 0, w7 = 0, w2 = 0] = [16, 15, 7, 2].map((back) => words[index - back])
    const s0 = rotated(w15, 7) ^ rotated(w15, 18) ^ (w15 >>> 3)
    const s1 = rotated(w2, 17) ^ rotated(w2, 19) ^ (w2 >>> 10)
    words.push((w16 + s0 + w7 + s1) >>> 0)
  }
  return words
}

/** The hash after one more block (§6.2.2, steps 2 to 4). */
function compressed(hash: Words, words: Words): Words {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash
  words.forEach((word, index) => {
    const s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
    const one = h + s1 + ((e & f) ^ (~e & g)) + (constants[index] ?? 0) + word
    const s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
    const two = s0 + ((a & b) ^ (a & c) ^ (b & c))
    ;[a, b, c, d, e, f, g, h] = [(one + two) >>> 0, a, b, c, (d + one) >>> 0, e, f, g]
  })
  return [a, b, c, d, e, f, g, h].map((word, index) => (word + (hash[index] ?? 0)) >>> 0)
}

function rotated(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by))
}
