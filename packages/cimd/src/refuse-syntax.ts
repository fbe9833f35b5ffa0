const lengthLimit = 8192

/** Why a text is no URL to anybody, whatever URL parsers make of it; `undefined` where it is one. */
export function refuseSyntax(
  text: string,
): { readonly kind: 'length' | 'characters' | 'syntax'; reason: string } | undefined {
  if (text.length > lengthLimit) return { kind: 'length', reason: `is longer than ${lengthLimit} characters` }
  // Parsers drop or mend these. Cf too: its characters are invisible, and some turn the direction of what is shown.
  if (/[\s\p{Cc}\p{Cf}\p{Cs}\\]/u.test(text)) {
    return { kind: 'characters', reason: 'holds white space, a control character or a backslash' }
  }
  if (!URL.canParse(text)) return { kind: 'syntax', reason: 'is not a URL' }
  // So are https:host, https:/host and https:///host mended.
  if (/^https?:(?!\/\/[^/?#])/i.test(text)) return { kind: 'syntax', reason: 'has no // with a host behind its scheme' }
  return undefined
}
