import { basicCredentials } from './basic-credentials.ts'
import { createSecrets, isWords } from './secrets.ts'

/** Secret parameters of requests. */
const sentNames = new Set([
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

/** Secret members of responses and records. */
const receivedNames = new Set([
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

/** Names of parameters and headers that have a secret value. */
const secretName = /auth|code|cookie|cred|key|pass|pwd|secret|session|sig|token/i

/** The depth to which a record is searched: more than records have. */
const depthLimit = 4

/** The secrets in a request to an authorization server. */
export function secretsInRequest({ body, headers }: RequestInit): readonly string[] {
  const form = new URLSearchParams(body instanceof URLSearchParams || typeof body === 'string' ? body : '')
  const [id, secret] = [form.get('client_id'), form.get('client_secret')]
  const basic = id !== null && secret !== null ? [basicCredentials(id, secret)] : []
  const named = [...form].flatMap(([name, value]) => {
    if (sentNames.has(name)) return [value]
    // The URL of an MCP server may hold a key.
    return name === 'resource' ? secretsInUrl(value) : []
  })
  const [, credentials] = new Headers(headers).get('authorization')?.split(' ') ?? []
  return credentials === undefined ? [...named, ...basic] : [...named, credentials, ...passwordIn(credentials)]
}

/**
 * The secrets among headers and parameters, by their names. The part of a value after a scheme or a name is a secret,
 * too.
 */
export function secretsInHeaders(entries: Iterable<readonly [name: string, value: string]>): readonly string[] {
  const values = [...entries].flatMap(([name, value]) => (secretName.test(name) ? [value] : []))
  const parts = values.flatMap((value) => value.split(/[\s;,]+/))
  const members = parts.map((part) => part.slice(part.indexOf('=') + 1))
  return [...new Set([...values, ...parts, ...members])].filter((value) => !isWords(value))
}

/** The secrets in a record of a store. */
export function secretsInRecord(value: unknown, depth: number = depthLimit): readonly string[] {
  if (typeof value !== 'object' || value === null || depth === 0) return []
  return [...namedSecrets(value), ...Object.values(value).flatMap((member) => secretsInRecord(member, depth - 1))]
}

/** Limits for the secrets in nested members, as in responses of Slack, so that they push out no others. */
const nestedLimit = 16
const nestedLength = 4096

/** The secrets in the body of a response. Those of its own members come last, as the newest. */
export function secretsInAnswer(body: Readonly<Record<string, unknown>> | undefined): readonly string[] {
  if (!body) return []
  const nested = Object.values(body).flatMap((member) => secretsInRecord(member, depthLimit - 1))
  return [...nested.slice(0, nestedLimit).map((secret) => secret.slice(0, nestedLength)), ...namedSecrets(body)]
}

function namedSecrets(value: object): readonly string[] {
  return Object.entries(value).flatMap(([name, member]) =>
    // Requests send the trimmed value.
    typeof member === 'string' && receivedNames.has(name) ? [member.trim()] : [],
  )
}

/**
 * The parts of a URL that may be keys: a password, a parameter with a secret name, and a value that looks random.
 * Neither `transport=streamable` nor `project=notes` is one.
 */
export function secretsInUrl(url: string): readonly string[] {
  if (!URL.canParse(url)) return []
  const { password, searchParams } = new URL(url)
  // A parameter without a value may be a key itself.
  const parameters = [...searchParams].map(([name, value]) => [name, /^=*$/.test(value) ? name : value] as const)
  const keys = parameters.filter(([name, value]) => secretName.test(name) || /^(?=.*\d)[^/]{16,}$/.test(value))
  return [password, decoded(password), ...keys.map(([, value]) => value)]
}

/** A URL without the keys in it. */
export function withoutKeys(url: string): string {
  const secrets = createSecrets()
  secrets.keep(...secretsInUrl(url))
  return secrets.redact(url)
}

/** The password in credentials of `Basic`, as it is and decoded (RFC 6749 §2.3.1). */
function passwordIn(credentials: string): readonly string[] {
  try {
    const [, ...rest] = atob(credentials).split(':')
    const password = rest.join(':')
    return [password, decoded(password)]
  } catch {
    // These are credentials of another scheme.
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
