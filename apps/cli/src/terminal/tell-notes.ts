import { createPrinter } from './printer.ts'
import type { Environment, Terminal } from './terminal.ts'
import { writeJson } from './write-json.ts'

export interface NotesWorld {
  readonly env: Environment
  readonly stderr: Terminal
  readonly secrets?: { readonly redact: (text: string) => string } | undefined
}

/** Writes notes to stderr that a person should read beside the result. `rule` names the kind of note, for programs. */
export function tellNotes(
  rule: string,
  messages: readonly string[],
  { json }: { readonly json?: boolean | undefined },
  { env, stderr, secrets }: NotesWorld,
): void {
  if (messages.length === 0) return
  const out = createPrinter(stderr, env)
  const label = { text: 'note:', paint: out.style.warning }
  for (const message of messages) {
    if (json) writeJson({ type: 'notice', rule, message }, stderr, { secrets })
    else out.sentence(message, label)
  }
}
