import type { Secrets } from '@fast-agent-auth/flow/redaction'
import type { Terminal } from './terminal.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: what this program writes to set text off, to take a line back, and as a link that says where it leads
const own = /\u001b\[(?:1|22|2|3[123]|39)m|\r\u001b\[K|\u001b\]8;;([^\s\u001b]+)\u001b\\\1\u001b\]8;;\u001b\\/

// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal obeys, besides ends of lines and tabs, and what turns the direction of writing
const foreign = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/

const either = new RegExp(`${own.source}|${foreign.source}`, 'g')

/**
 * The only way from this program to a terminal, a file or a pipe. Whatever was overlooked before, nothing comes through
 * that a terminal would obey but what is written above, and no secret that is known.
 */
export function safeTerminal(terminal: Terminal, secrets: Pick<Secrets, 'redact'> | undefined): Terminal {
  return {
    get isTTY() {
      return terminal.isTTY
    },
    get columns() {
      return terminal.columns
    },
    write(text, { mayHoldSecrets } = {}) {
      const shown = mayHoldSecrets ? text : (secrets?.redact(text) ?? text)
      terminal.write(shown.replace(either, (found) => (own.test(found) ? found : ' ')))
    },
  }
}
