const lengthLimit = 8192

/** The reason why a text is not taken as a URL, even if a parser accepts it; `undefined` for a URL. */
export function refuseSyntax(
  text: string,
): { readonly kind: 'length' | 'characters' | 'syntax'; reason: string } | undefined {
  if (text.length > lengthLimit) return { kind: 'length', reason: `is longer than ${lengthLimit} characters` }
  // Parsers drop or replace these characters. The class Cf is invisible, and some of it turns the direction of writing.
  if (/[\s\p{Cc}\p{Cf}\p{Cs}\\]/u.test(text)) {
    return { kind: 'characters', reason: 'holds white space, a control character or a backslash' }
  }
  if (!URL.canParse(text)) return { kind: 'syntax', reason: 'is not a URL' }
  // Parsers also accept https:host, https:/host and https:///host.
  if (/^https?:(?!\/\/[^/?#])/i.test(text)) return { kind: 'syntax', reason: 'has no // and host after its scheme' }
  return undefined
}
