import { replaceHidden } from '@fast-agent-auth/discovery/untrusted'

/** Text from elsewhere, fit for a terminal: without what moves the cursor, changes the screen, or is not seen. */
export function printable(text: string): string {
  // Line ends are hidden characters themselves: no other one stays.
  return replaceHidden(text, () => '\n')
    .replace(/\n+/g, ' ')
    .trim()
}

/** The same for a text of several lines, which stay. */
export function printableLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => printable(line.replaceAll('\t', '    ')).padStart(line.length - line.trimStart().length))
    .join('\n')
}
