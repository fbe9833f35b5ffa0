const words = '(?:What|Who|Whose|Where|Why|Which|Whatever|Whoever)'
const comment = new RegExp(`^\\s*(?:/\\*\\*|\\*|//) ${words}\\b`)
/** A question is none. */
const message = new RegExp(`['"\`]${words} (?![^'"\`]*\\?)`)

/** The lines that begin a sentence without its noun: of comments, and of messages where they are looked at. */
export function headlessSentences(
  source: string,
  withMessages: boolean,
): readonly { readonly line: number; readonly text: string }[] {
  return source
    .split('\n')
    .map((text, index) => ({ line: index + 1, text: text.trim() }))
    .filter(({ text }) => comment.test(text) || (withMessages && message.test(text)))
}
