import { replaceHidden } from '@fast-agent-auth/discovery/untrusted'

/**
 * Text from elsewhere, made safe for a terminal: without characters that move the cursor, change the screen, or are
 * invisible.
 */
export function printable(text: string): string {
  // Every hidden character, of which line ends are some, becomes a line end, and then a blank.
  return replaceHidden(text, () => '\n')
    .replace(/\n+/g, ' ')
    .trim()
}

/** The same for a text of several lines, with its line ends kept. */
export function printableLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => printable(line.replaceAll('\t', '    ')).padStart(line.length - line.trimStart().length))
    .join('\n')
}
