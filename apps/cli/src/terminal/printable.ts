/**
 * Text from elsewhere, fit for a terminal: without control characters, which move the cursor or change the screen, and
 * without the ones that turn the direction of writing.
 */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ').trim()
}

/** The same for a text of several lines, which stay. */
export function printableLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => printable(line.replaceAll('\t', '    ')).padStart(line.length - line.trimStart().length))
    .join('\n')
}
