/** A message without characters that a terminal obeys or that nobody sees. Names and paths may hold them. */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd')
}
