import { basicCredentials } from './basic-credentials.ts'
import { createSecrets, isWords } from './secrets.ts'

/** What a request sends that nobody else may see. */
const sent = new Set([
  'assertion',
  'client_assertion',
  'client_secret',
  'code',
  'code_verifier',
  'device_code',
  'refresh_token',
  'subject_token',
  'token',
])

/** What an answer brings and a record keeps. */
const received = new Set([
  'access_token',
  'client_secret',
  'device_code',
  'id_token',
  'refresh_token',
  'registration_access_token',
  'accessToken',
  'clientSecret',
  'refreshToken',
])

/** How a parameter or a header is called whose value nobody else may see. */
const secretName = /auth|code|cookie|cred|key|pass|pwd|secret|session|sig|token/i

/** How deep a record is, and more. */
const depthLimit = 4

/** The secrets in a request to an authorization server. */
export function secretsInRequest({ body, headers }: RequestInit): readonly string[] {
  const form = new URLSearchParams(body instanceof URLSearchParams || typeof body === 'string' ? body : '')
  const [id, secret] = [form.get('client_id'), form.get('client_secret')]
  const basic = id !== null && secret !== null ? [basicCredentials(id, secret)] : []
  const named = [...form].flatMap(([name, value]) => {
    if (sent.has(name)) return [value]
    // Some servers are used with a key in their URL.
    return name === 'resource' ? secretsInUrl(value) : []
  })
  const [, credentials] = new Headers(headers).get('authorization')?.split(' ') ?? []
  return credentials === undefined ? [...named, ...basic] : [...named, credentials, ...passwordIn(credentials)]
}

/** The secrets among headers and the like: those that are called so. What stands behind a scheme or a name is one by itself. */
export function secretsInHeaders(entries: Iterable<readonly [name: string, value: string]>): readonly string[] {
  const values = [...entries].flatMap(([name, value]) => (secretName.test(name) ? [value] : []))
  const parts = values.flatMap((value) => value.split(/[\s;,]+/))
  const members = parts.map((part) => part.slice(part.indexOf('=') + 1))
  return [...new Set([...values, ...parts, ...members])].filter((value) => !isWords(value))
}

/** The secrets in a record of a store, as deep as they may be. */
export function secretsInRecord(value: unknown, depth: number = depthLimit): readonly string[] {
  if (typeof value !== 'object' || value === null || depth === 0) return []
  return [...membersOf(value), ...Object.values(value).flatMap((member) => secretsInRecord(member, depth - 1))]
}

/** Below the top of an answer, as in those of Slack, there may be so many, and so long, that they push out no others. */
const nestedLimit = 16
const nestedLength = 4096

/** The secrets in the body of an answer: what stands at its top comes last, as the newest. */
export function secretsInAnswer(body: Readonly<Record<string, unknown>> | undefined): readonly string[] {
  if (!body) return []
  const nested = Object.values(body).flatMap((member) => secretsInRecord(member, depthLimit - 1))
  return [...nested.slice(0, nestedLimit).map((secret) => secret.slice(0, nestedLength)), ...membersOf(body)]
}

function membersOf(value: object): readonly string[] {
  return Object.entries(value).flatMap(([name, member]) =>
    // As it is used.
    typeof member === 'string' && received.has(name) ? [member.trim()] : [],
  )
}

/**
 * What of a URL may be a key: a password, and a parameter that is called so or that nobody would have chosen. Neither
 * `transport=streamable` nor `project=notes` is one.
 */
export function secretsInUrl(url: string): readonly string[] {
  if (!URL.canParse(url)) return []
  const { password, searchParams } = new URL(url)
  // A key may stand there alone.
  const parameters = [...searchParams].map(([name, value]) => [name, /^=*$/.test(value) ? name : value] as const)
  const keys = parameters.filter(([name, value]) => secretName.test(name) || /^(?=.*\d)[^/]{16,}$/.test(value))
  return [password, decoded(password), ...keys.map(([, value]) => value)]
}

/** A URL without the keys in it, which anybody who reads of it could use. */
export function withoutKeys(url: string): string {
  const secrets = createSecrets()
  secrets.keep(...secretsInUrl(url))
  return secrets.redact(url)
}

/** The password behind `Basic`, as it is and decoded (RFC 6749 §2.3.1). */
function passwordIn(credentials: string): readonly string[] {
  try {
    const [, ...rest] = atob(credentials).split(':')
    const password = rest.join(':')
    return [password, decoded(password)]
  } catch {
    // Another scheme.
    return []
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
