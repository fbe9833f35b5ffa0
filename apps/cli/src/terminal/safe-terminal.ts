import { hiddenCharacters } from '@fast-agent-auth/discovery/untrusted'
import type { Secrets } from '@fast-agent-auth/flow/redaction'
import { type Terminal, withWrite } from './terminal.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: what this program writes to set text off, to take a line back, and as a link that says where it leads
const own = /\u001b\[(?:1|22|2|3[123]|39)m|\r\u001b\[K|\u001b\]8;;([^\s\u001b]+)\u001b\\\1\u001b\]8;;\u001b\\/

// Besides ends of lines and tabs.
const either = new RegExp(`${own.source}|(?![\\n\\t])${hiddenCharacters.source}`, 'gu')

/**
 * The only way from this program to a terminal, a file or a pipe. Whatever was overlooked before, nothing comes through
 * that a terminal would obey but what is written above, and no secret that is known.
 */
export function safeTerminal(terminal: Terminal, secrets: Pick<Secrets, 'redact'> | undefined): Terminal {
  return withWrite(terminal, (text, { mayHoldSecrets } = {}) => {
    const shown = mayHoldSecrets ? text : (secrets?.redact(text) ?? text)
    terminal.write(shown.replace(either, (found) => (own.test(found) ? found : ' ')))
  })
}
