/**
 * The credentials of `Basic`. Some servers decode them as a form (RFC 6749 §2.3.1) and some do not: only characters
 * that the former would misread are encoded, and never as `+`.
 */
export function basicCredentials(clientId: string, clientSecret: string): string {
  return btoa(`${encode(clientId, /[%+&:]|[^\x20-\x7e]/gu)}:${encode(clientSecret, /[%+&]|[^\x20-\x7e]/gu)}`)
}

/**
 * The credentials of `Basic` for a server that does not decode them; `undefined` where they are the same, and for an id
 * with a colon, which would end it (RFC 7617 §2).
 */
export function plainBasicCredentials(clientId: string, clientSecret: string): string | undefined {
  if (clientId.includes(':')) return undefined
  const plain = btoa(String.fromCharCode(...new TextEncoder().encode(`${clientId}:${clientSecret}`)))
  return plain === basicCredentials(clientId, clientSecret) ? undefined : plain
}

function encode(text: string, misread: RegExp): string {
  return text.replace(misread, (character) =>
    Array.from(
      new TextEncoder().encode(character),
      (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    ).join(''),
  )
}
