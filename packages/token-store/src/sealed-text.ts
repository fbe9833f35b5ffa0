import { createCipheriv, createDecipheriv, createHash, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'

/** A key of AES-256, and an id for it that does not reveal the key. */
export interface SealKey {
  readonly id: string
  readonly secret: KeyObject
}

const prefix = 'fast-agent-auth:sealed:1:'
const tagLength = 16

export function sealKey(bytes: Uint8Array): SealKey {
  // Twelve bytes of a hash of 32 random bytes are enough to tell keys apart, and do not help to guess them.
  const id = createHash('sha256').update(`${prefix}key:`).update(bytes).digest().subarray(0, 12).toString('base64url')
  return { id, secret: createSecretKey(bytes) }
}

/** Encrypts a text with AES-256-GCM. It can be decrypted only with the same key and for the same `purpose`. */
export function seal(text: string, { id, secret }: SealKey, purpose: string): string {
  // With 96 random bits, a key is good for 2^32 texts (NIST SP 800-38D §8.3).
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', secret, nonce, { authTagLength: tagLength })
  cipher.setAAD(Buffer.from(purpose))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `${prefix}${id}:${nonce.toString('base64url')}:${sealed.toString('base64url')}`
}

/** The length of the sealed form of a text of this many bytes. */
export function sealedLength(bytes: number): number {
  return start.body + Math.ceil(((bytes + tagLength) * 4) / 3)
}

/** The id of the key that a text was sealed with, or `undefined` for a text that is not sealed. */
export function sealedWith(sealed: string): string | undefined {
  return partsOf(sealed)?.id
}

/** Whether a later version of this program has sealed a text, or a line of it. */
export function isSealedLater(text: string): boolean {
  return /^fast-agent-auth:sealed:(?!1:)[1-9]\d*:/m.test(text)
}

/** The text that was sealed, or `undefined` if it was changed, or sealed with another key or for another purpose. */
export function unseal(sealed: string, { secret }: SealKey, purpose: string): string | undefined {
  const parts = partsOf(sealed)
  if (!parts) return undefined
  const content = Buffer.from(parts.body, 'base64url')
  try {
    const decipher = createDecipheriv('aes-256-gcm', secret, Buffer.from(parts.nonce, 'base64url'), {
      authTagLength: tagLength,
    })
    decipher.setAAD(Buffer.from(purpose))
    decipher.setAuthTag(content.subarray(-tagLength))
    const text = decipher.update(content.subarray(0, -tagLength))
    decipher.final()
    return text.toString()
  } catch {
    return undefined
  }
}

const head = new RegExp(`^${prefix}[\\w-]{16}:[\\w-]{16}:$`)
const start = { id: prefix.length, nonce: prefix.length + 17, body: prefix.length + 34 }

function partsOf(sealed: string): { readonly id: string; readonly nonce: string; readonly body: string } | undefined {
  // Only the head is matched, since a pattern is slow on a long text.
  if (!head.test(sealed.slice(0, start.body))) return undefined
  return {
    id: sealed.slice(start.id, start.nonce - 1),
    nonce: sealed.slice(start.nonce, start.body - 1),
    body: sealed.slice(start.body),
  }
}
