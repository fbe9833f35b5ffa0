import type { TextStore } from './text-store.ts'

export interface LastWrite {
  readonly failed: boolean
}

/** Wraps a text store, and records whether the last write or removal failed. */
export function trackLastWrite(texts: TextStore): { readonly texts: TextStore; readonly lastWrite: LastWrite } {
  const lastWrite = { failed: false }
  const note = async (write: Promise<void>): Promise<void> => {
    try {
      await write
      lastWrite.failed = false
    } catch (error) {
      lastWrite.failed = true
      throw error
    }
  }
  const noted: TextStore = {
    read: texts.read,
    write: (...args) => note(texts.write(...args)),
    remove: (...args) => note(texts.remove(...args)),
  }
  return { texts: noted, lastWrite }
}
