import type { Finding } from '@fast-agent-auth/cimd'
import type { Printer } from '../terminal/printer.ts'

/** A finding about a URL or about a document. */
export interface SubjectFinding extends Finding {
  readonly subject: 'url' | 'document'
}

export function findingsOf(
  subject: SubjectFinding['subject'],
  findings: readonly Finding[],
): readonly SubjectFinding[] {
  return findings.map((finding) => ({ subject, ...finding }))
}

/** Prints each finding as a sentence about the URL or the document. */
export function printFindings(findings: readonly SubjectFinding[], out: Printer): void {
  for (const { subject, level, message } of findings) {
    const paint = level === 'error' ? out.style.bad : out.style.warning
    out.sentence(`The ${subject === 'url' ? 'URL' : subject} ${message}.`, { text: `${level}:`, paint })
  }
}
