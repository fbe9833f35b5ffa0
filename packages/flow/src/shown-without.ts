import { shown } from '@fast-agent-auth/discovery'

const pieceLength = 8

/** What a server wrote, for an error message, unless a piece of a secret stands in it, as it is or encoded. */
export function shownWithout(text: string, secrets: readonly (string | undefined)[]): string {
  const known = secrets.flatMap((secret) => (secret ? [secret, encodeURIComponent(secret)] : []))
  return known.some((secret) => holdsPiece(text, secret)) ? 'in words that repeat a secret' : shown(text)
}

function holdsPiece(text: string, secret: string): boolean {
  if (secret.length <= pieceLength) return text.includes(secret)
  for (let start = 0; start + pieceLength <= secret.length; start++) {
    if (text.includes(secret.slice(start, start + pieceLength))) return true
  }
  return false
}
