import type { Texts } from './texts.ts'

export interface LastWrite {
  readonly failed: boolean
}

/** The same texts, and whether the last one that was written or removed was taken. */
export function noteLastWrite(texts: Texts): { readonly texts: Texts; readonly lastWrite: LastWrite } {
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
  const noted: Texts = {
    read: texts.read,
    write: (...args) => note(texts.write(...args)),
    remove: (...args) => note(texts.remove(...args)),
  }
  return { texts: noted, lastWrite }
}
