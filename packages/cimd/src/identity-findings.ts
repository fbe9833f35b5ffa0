import { error, type Finding } from './finding.ts'
import type { JsonObject } from './json-object.ts'
import { shown, withoutSecrets } from './shown.ts'

/** What is wrong with who the document says the client is. */
export function* identityFindings({ client_id: id, client_name: name }: JsonObject, url: string): Generator<Finding> {
  if (typeof id !== 'string') yield error('client_id', 'has no client_id, which is its own URL as a string')
  // Simple string comparison (RFC 3986 §6.2.1).
  else if (id !== url) {
    const why = 'not its own URL to the letter'
    yield error('client_id', `has the client_id ${shown(withoutSecrets(id))}, ${why}`)
  }
  if (typeof name !== 'string' || name.trim() === '') {
    yield error('client_name', 'has no client_name, which people are shown when they sign in')
  }
}
