import { hiddenCharacters } from '@fast-agent-auth/discovery/untrusted'

const hidden = new RegExp(`(?:${hiddenCharacters.source})+`, 'gu')

/** Text from elsewhere, fit for a terminal: without what moves the cursor, changes the screen, or is not seen. */
export function printable(text: string): string {
  return text.replace(hidden, ' ').trim()
}

/** The same for a text of several lines, which stay. */
export function printableLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => printable(line.replaceAll('\t', '    ')).padStart(line.length - line.trimStart().length))
    .join('\n')
}
