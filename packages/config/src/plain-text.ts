/** For messages: without what a terminal would obey, or nobody would see. Names and paths may hold it. */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd')
}
