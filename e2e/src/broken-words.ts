/**
 * The words that a terminal of so many columns broke, on a screen whose broken lines are joined. Neither URLs nor paths,
 * which may be longer than a line, nor what was typed at a prompt.
 */
export function brokenWords(joined: string, columns: number): readonly string[] {
  const lines = joined.split('\n').filter((line) => !line.startsWith('$ '))
  const words = lines.flatMap((line) => [...line.matchAll(/\S+/g)])
  return words
    .filter(({ 0: word, index }) => Math.floor(index / columns) !== Math.floor((index + word.length - 1) / columns))
    .map(([word]) => word)
    .filter((word) => !/^(https?:\/)?\//.test(word))
}
