import { replaceHidden } from '@fast-agent-auth/discovery/untrusted'
import type { Secrets } from '@fast-agent-auth/flow/internal'
import { problemOf } from './problem-of.ts'
import type { Terminal } from './terminal.ts'

export interface WriteJsonOptions {
  /** Removes the known secrets. */
  readonly secrets?: Pick<Secrets, 'redact'> | undefined
  /** The number of blanks that indent a level. Default: all in one line. */
  readonly indent?: number | undefined
}

/** Writes JSON without characters that act on a terminal: they are escaped, so that every text has the same value. */
export function writeJson(value: unknown, terminal: Terminal, { secrets, indent }: WriteJsonOptions): void {
  const redact = secrets?.redact ?? ((text: string) => text)
  // Each text is redacted before it is escaped, since a replacement inside an escape sequence would break the JSON.
  terminal.write(`${jsonText(value, redact, indent)}\n`, { mayHoldSecrets: true })
}

function jsonText(value: unknown, redact: (text: string) => string, indent: number | undefined): string {
  const text = JSON.stringify(
    value,
    function (this: Readonly<Record<string, unknown>>, name: string, member: unknown): unknown {
      // A link must stay whole, so that it can be opened. JSON.stringify has made it a text by now.
      if (this[name] instanceof URL) return member
      if (typeof member === 'string') return redact(member)
      // Only these members of an error are shown: a cause may hold secrets.
      if (member instanceof Error)
        return {
          name: member.name,
          code: 'code' in member ? String(member.code) : undefined,
          message: problemOf(member),
        }
      return typeof member === 'object' && member !== null ? withCleanNames(member, redact) : member
    },
    indent,
  )
  // The line ends between the members are kept, since they are not part of a text.
  return replaceHidden(text, (character) => (character === '\n' ? character : escaped(character)))
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
}

function withCleanNames(value: object, redact: (text: string) => string): object {
  if (Array.isArray(value)) return value
  const entries = Object.entries(value)
  return entries.some(([name]) => redact(name) !== name)
    ? Object.fromEntries(entries.map(([name, member]) => [redact(name), member]))
    : value
}
