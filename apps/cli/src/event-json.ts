import { shownUrl } from '@fast-agent-auth/discovery'
import type { AuthEvent } from 'fast-agent-auth'

/** An event in a line of JSON. Of an error, what a person may see: a cause may hold secrets. */
export function eventJson(event: AuthEvent): string {
  return JSON.stringify(event, (key, value: unknown) => {
    // Its query may hold a key.
    if (key === 'serverUrl' && typeof value === 'string') return shownUrl(value)
    if (!(value instanceof Error)) return value
    return { name: value.name, code: 'code' in value ? String(value.code) : undefined, message: value.message }
  })
}
