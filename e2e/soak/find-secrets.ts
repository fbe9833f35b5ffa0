/** How many characters of a secret may not be shown. */
const length = 12

/** The texts that hold the beginning or the end of what is random in a secret. */
export function findSecrets(texts: Iterable<string>, secrets: readonly string[]): readonly string[] {
  const pieces = new Set(secrets.flatMap((secret) => [randomPart(secret).slice(0, length), secret.slice(-length)]))
  return [...texts].filter((text) => holdsPiece(text, pieces))
}

/** The secret without the prefix of the mock, such as `access-12-`. */
function randomPart(secret: string): string {
  return secret.replace(/^[a-z]+-(?:\d+-)?/, '')
}

function holdsPiece(text: string, pieces: ReadonlySet<string>): boolean {
  for (let at = 0; at + length <= text.length; at++) {
    if (pieces.has(text.slice(at, at + length))) return true
  }
  return false
}
