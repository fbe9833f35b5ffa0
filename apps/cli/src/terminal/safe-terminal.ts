import { replaceHidden } from '@fast-agent-auth/discovery/untrusted'
import type { Secrets } from '@fast-agent-auth/flow/internal'
import { type Terminal, withWrite } from './terminal.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: what this program writes to set text off, to take a line back, and as a link that says where it leads
const own = /\u001b\[(?:1|22|2|3[123]|39)m|\r\u001b\[K|\u001b\]8;;([^\s\u001b]+)\u001b\\\1\u001b\]8;;\u001b\\/g

/**
 * Last filter on the way to a terminal, a file or a pipe: removes escape sequences other than our own, and known secrets.
 */
export function safeTerminal(terminal: Terminal, secrets: Pick<Secrets, 'redact'> | undefined): Terminal {
  return withWrite(terminal, (text, { mayHoldSecrets } = {}) => {
    const shown = mayHoldSecrets ? text : (secrets?.redact(text) ?? text)
    terminal.write(harmless(shown))
  })
}

function harmless(text: string): string {
  let [clean, end] = ['', 0]
  for (const { 0: sequence, index } of text.matchAll(own)) {
    clean += withoutHidden(text.slice(end, index)) + sequence
    end = index + sequence.length
  }
  return clean + withoutHidden(text.slice(end))
}

/** Removes hidden characters except line ends and tabs. */
function withoutHidden(text: string): string {
  return replaceHidden(text, (character) => (character === '\n' || character === '\t' ? character : ' '))
}
