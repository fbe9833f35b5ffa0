import { hiddenCharacters } from '@fast-agent-auth/discovery/untrusted'
import type { Secrets } from '@fast-agent-auth/flow/redaction'
import { problemOf } from './problem-of.ts'
import type { Terminal } from './terminal.ts'

export interface WriteJsonOptions {
  /** What is held back. */
  readonly secrets?: Pick<Secrets, 'redact'> | undefined
  /** By how many blanks a level is indented; else all is one line. */
  readonly indent?: number | undefined
}

/** Writes JSON that acts on no terminal. Every text in it means what it meant. */
export function writeJson(value: unknown, terminal: Terminal, { secrets, indent }: WriteJsonOptions): void {
  const redact = secrets?.redact ?? ((text: string) => text)
  // Looked at text by text: a mark in the middle of an escape sequence would break it.
  terminal.write(`${jsonText(value, redact, indent)}\n`, { mayHoldSecrets: true })
}

function jsonText(value: unknown, redact: (text: string) => string, indent: number | undefined): string {
  const text = JSON.stringify(
    value,
    function (this: Readonly<Record<string, unknown>>, name: string, member: unknown): unknown {
      // A link is there to be opened, and has become a text by now.
      if (this[name] instanceof URL) return member
      if (typeof member === 'string') return redact(member)
      // Of an error, what a person may see: a cause may hold secrets.
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
  // But for what is no text: the ends of lines between its members.
  return text.replace(hiddenCharacters, (character) => (character === '\n' ? character : escaped(character)))
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
