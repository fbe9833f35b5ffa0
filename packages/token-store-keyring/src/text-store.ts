import { isOfLaterVersion } from '@fast-agent-auth/token-store/internal'
import { type ChunkSlots, createChunkSlots } from './chunk-slots.ts'
import { type ChunkSlot, type Header, parseHeader, serializeHeader } from './header.ts'
import type { Keychain } from './keychain.ts'
import { KeyringError } from './keyring-error.ts'
import { sha256 } from './sha256.ts'

/** Texts in a keychain, each in one item or, if it is too long for that, in a header and chunks. */
export interface TextStore {
  /** Reads a text. While another process writes, the result is the old text or the new one, never a mix. */
  read(user: string): Promise<StoredText>
  /** Replaces `before`, the text that was read, so that a crash leaves the old text or the new. For one caller at a time. */
  write(user: string, pieces: readonly string[], before: StoredText): Promise<void>
  /** Removes a text, with all chunks that a crash left. For one caller at a time. */
  remove(user: string, before: StoredText): Promise<void>
}

export type StoredText =
  | { readonly kind: 'nothing'; readonly text: undefined }
  /** A text of a later version of this program, which must be neither replaced nor removed. */
  | { readonly kind: 'later_version'; readonly text: undefined }
  | { readonly kind: 'item'; readonly text: string }
  /** The text is `undefined` if chunks are missing, torn or exchanged; the header is `undefined` if it is damaged. */
  | { readonly kind: 'chunks'; readonly text: string | undefined; readonly header: Header | undefined }

const laterVersion: StoredText = { kind: 'later_version', text: undefined }
const mostAttempts = 10

export function createTextStore(keychain: Keychain): TextStore {
  const slots = createChunkSlots(keychain)

  async function empty(user: string, slot: ChunkSlot, before: StoredText): Promise<void> {
    const header = headerOf(before)
    if (header?.slot !== slot) return slots.sweep(user, slot)
    // A damaged header may name fewer chunks than there are.
    if (before.text === undefined) return slots.sweep(user, slot, header.chunks)
    return slots.remove(user, slot, header.chunks)
  }

  async function emptyBoth(user: string, before: StoredText): Promise<void> {
    await empty(user, 'a', before)
    await empty(user, 'b', before)
  }

  return {
    read: (user) => readText(keychain, slots, user),

    write: async (user, pieces, before) => {
      const text = pieces.join('')
      if (pieces.length === 1) {
        await keychain.write(user, text)
        if (before.kind === 'chunks') await emptyBoth(user, before)
        return
      }
      const [slot, other] = headerOf(before)?.slot === 'a' ? (['b', 'a'] as const) : (['a', 'b'] as const)
      await slots.fill(user, slot, pieces)
      await keychain.write(user, serializeHeader({ slot, chunks: pieces.length, sha256: sha256(text) }))
      if (before.kind === 'chunks') await empty(user, other, before)
    },

    remove: async (user, before) => {
      if (before.kind !== 'nothing') await keychain.remove(user)
      await emptyBoth(user, before)
    },
  }
}

async function readText(keychain: Keychain, slots: ChunkSlots, user: string): Promise<StoredText> {
  let last: string | undefined
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const item = await keychain.read(user)
    if (item === undefined) return { kind: 'nothing', text: undefined }
    if (isOfLaterVersion(item)) return laterVersion
    const header = parseHeader(item)
    if (header === undefined) return { kind: 'item', text: item }
    if (header === 'damaged') return { kind: 'chunks', text: undefined, header: undefined }
    // The same header came twice with wrong chunks, so nobody is replacing the text: it is damaged.
    if (item === last) return { kind: 'chunks', text: undefined, header }
    const text = await slots.read(user, header.slot, header.chunks)
    if (text !== undefined && sha256(text) === header.sha256)
      return isOfLaterVersion(text) ? laterVersion : { kind: 'chunks', text, header }
    last = item
  }
  throw new KeyringError('failed', 'The record was replaced again and again while it was being read: try again.')
}

function headerOf(kept: StoredText): Header | undefined {
  return kept.kind === 'chunks' ? kept.header : undefined
}
