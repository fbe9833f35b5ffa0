import { error, type Finding, warning } from './finding.ts'
import type { JsonObject } from './json-values.ts'
import { refuseSyntax } from './refuse-syntax.ts'

const names = ['client_uri', 'logo_uri', 'tos_uri', 'policy_uri', 'jwks_uri'] as const

/** The findings about the URLs that servers show or fetch. */
export function* uriFieldFindings(document: JsonObject): Generator<Finding> {
  for (const name of names) {
    const value = document[name]
    if (value === undefined) continue
    const refusal = refuseWebUrl(value)
    if (refusal) yield error('uri_field', `has a ${name} that ${refusal}`)
    else if (/^http:/i.test(String(value))) yield warning('uri_field_http', `has a ${name} that is not https`)
  }
}

function refuseWebUrl(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'is not a string'
  const refusal = refuseSyntax(value)
  if (refusal) return refusal.reason
  if (!/^https?:/i.test(value)) return 'is neither https nor http'
  if (new URL(value).username !== '' || new URL(value).password !== '') return 'holds a user name or password'
  return undefined
}
