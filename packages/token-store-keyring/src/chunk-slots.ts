import type { ChunkSlot } from './header.ts'
import type { Keychain } from './keychain.ts'
import { chunkUser } from './record-item.ts'
import { mostChunks } from './split-text.ts'

/**
 * The chunks of long texts. Each user has two slots, so that the old chunks are kept while the new ones are written.
 */
export interface ChunkSlots {
  /** The first `count` chunks as one text, or `undefined` if one of them is missing. */
  read(user: string, slot: ChunkSlot, count: number): Promise<string | undefined>
  /** Removes all chunks in the slot and writes these. */
  fill(user: string, slot: ChunkSlot, chunks: readonly string[]): Promise<void>
  /** Removes the first `count` chunks. */
  remove(user: string, slot: ChunkSlot, count: number): Promise<void>
  /** Removes the first `count` chunks, and further chunks until one is missing. */
  sweep(user: string, slot: ChunkSlot, count?: number): Promise<void>
}

// A process has four threads for such calls, so more would wait for each other.
const readAtOnce = 4

/** Chunks are written in ascending and removed in descending order, so that the chunks left by a crash begin with the first. */
export function createChunkSlots(keychain: Keychain): ChunkSlots {
  async function remove(user: string, slot: ChunkSlot, count: number): Promise<void> {
    for (let index = count - 1; index >= 0; index--) await keychain.remove(chunkUser(user, slot, index))
  }

  async function sweep(user: string, slot: ChunkSlot, count = 0): Promise<void> {
    let end = count
    while (end < mostChunks && (await keychain.read(chunkUser(user, slot, end))) !== undefined) end++
    await remove(user, slot, end)
  }

  return {
    read: async (user, slot, count) => {
      let text = ''
      for (let start = 0; start < count; start += readAtOnce) {
        const indices = Array.from({ length: Math.min(readAtOnce, count - start) }, (_, index) => start + index)
        const chunks = await Promise.all(indices.map((index) => keychain.read(chunkUser(user, slot, index))))
        if (chunks.includes(undefined)) return undefined
        text += chunks.join('')
      }
      return text
    },
    fill: async (user, slot, chunks) => {
      await sweep(user, slot)
      for (const [index, chunk] of chunks.entries()) await keychain.write(chunkUser(user, slot, index), chunk)
    },
    remove,
    sweep,
  }
}
