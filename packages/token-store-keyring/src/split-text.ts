import { KeyringError } from './keyring-error.ts'

/** The maximum size of one item, in bytes. Windows has room for 2,560. */
export const itemLimit = 2_000

/** The maximum number of chunks of one text, so that a damaged header cannot cause endless reads. */
export const mostChunks = 1_000

/**
 * The text in pieces of at most `itemLimit` bytes. They are cut between characters, since some keychains only store UTF-8.
 *
 * @throws KeyringError `too_long`
 */
export function splitText(text: string): string[] {
  const bytes = new TextEncoder().encode(text)
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const pieces: string[] = []
  for (let start = 0; start < bytes.length; ) {
    let end = Math.min(start + itemLimit, bytes.length)
    while (isContinuation(bytes[end])) end--
    pieces.push(decoder.decode(bytes.subarray(start, end)))
    start = end
  }
  if (pieces.length > mostChunks) throw tooLong()
  return pieces
}

/** Whether the byte continues a character. */
function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0b1100_0000) === 0b1000_0000
}

function tooLong(): KeyringError {
  const most = (itemLimit * mostChunks).toLocaleString('en')
  return new KeyringError('too_long', `The record is longer than the ${most} bytes that fit here: use a file store.`)
}
