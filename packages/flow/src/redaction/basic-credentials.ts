/** What stands behind `Basic` (RFC 6749 §2.3.1): form-encoded first, so that it is ASCII whatever the secret. */
export function basicCredentials(clientId: string, clientSecret: string): string {
  return btoa(`${formEncode(clientId)}:${formEncode(clientSecret)}`)
}

function formEncode(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1)
}
