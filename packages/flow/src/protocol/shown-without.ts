import { shown } from '@fast-agent-auth/discovery/untrusted'

const pieceLength = 8

/** No more of a text is shown. */
const shownLength = 200

/** What a server wrote, for an error message, unless a piece of a secret stands in it, as it is or encoded. */
export function shownWithout(text: string, secrets: readonly (string | undefined)[]): string {
  const known = secrets.flatMap((secret) => (secret ? [secret, encoded(secret)] : []))
  const pieces = piecesOf(text.slice(0, shownLength))
  const repeats = (secret: string): boolean =>
    secret.length <= pieceLength ? text.includes(secret) : pieces.some((piece) => secret.includes(piece))
  return known.some(repeats) ? 'in words that repeat a secret' : shown(text)
}

/** All that are long enough to tell a secret. From what is shown, which is short, not from the secret. */
function piecesOf(text: string): readonly string[] {
  const count = Math.max(0, text.length - pieceLength + 1)
  return Array.from({ length: count }, (_, start) => text.slice(start, start + pieceLength))
}

function encoded(secret: string): string {
  // Half a character has no encoding.
  return encodeURIComponent(secret.replace(/\p{Cs}/gu, ''))
}
