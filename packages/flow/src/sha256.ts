/** Each round's constant (FIPS 180-4 §4.2.2), and the first eight hash values (§5.3.3): of primes, the roots' fractions. */
const primes = firstPrimes(64)
const rounds = primes.map((prime) => fraction(Math.cbrt(prime)))
const initial = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)))

/**
 * The SHA-256 of a text's UTF-8. WebCrypto has it for those who can wait; a server key is made where nobody can, in
 * browsers too.
 */
export function sha256(text: string): Uint8Array {
  const message = padded(new TextEncoder().encode(text))
  const hash = Uint32Array.from(initial)
  const words = new Uint32Array(64)
  for (let block = 0; block < message.byteLength; block += 64) {
    for (let at = 0; at < 64; at++) words[at] = at < 16 ? message.getUint32(block + 4 * at) : scheduled(words, at)
    compress(hash, words)
  }
  const digest = new DataView(new ArrayBuffer(32))
  hash.forEach((word, at) => digest.setUint32(4 * at, word))
  return new Uint8Array(digest.buffer)
}
