import type { Finding } from '@fast-agent-auth/cimd'
import type { Printer } from './printer.ts'

/** Prints each finding as a sentence about what it is about. */
export function printFindings(subject: 'The URL' | 'The document', findings: readonly Finding[], out: Printer): void {
  for (const { level, message } of findings) {
    const paint = level === 'error' ? out.style.bad : out.style.warning
    out.sentence(`${subject} ${message}.`, { text: `${level}:`, paint })
  }
}
