import { parseObject } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError, type AuthorizationErrorOptions, serverErrorCode } from '../authorization-error.ts'
import type { Answer } from './request.ts'

const statuses = [400, 401, 422]

// Some servers answer with a page or with JSON of their own: `Unrecognized client_id`, `client is invalid`.
const inWords = new RegExp(
  [
    // "Unrecognized client_id", "invalid OAuth client"
    String.raw`\b(?:unknown|unrecogni[sz]ed|invalid|unregistered|no such|bad) (?:(?:oauth2?|api|app|application|the) )?client(?:[_ -]?id)?\b`,
    // "Client with id abc does not exist.", and nothing behind it that it could be said of instead
    String.raw`\bclient(?:[_ -]?id)?\b[^.,;<>]{0,40}\b(?:unknown|unrecogni[sz]ed|invalid|unregistered|not found|not registered|not exist|not be found|not valid)(?=\s*(?:[^\w\s]|$))`,
  ].join('|'),
  'i',
)

/** Whether an answer says that the server does not know our client: by the word of RFC 6749 §5.2, or in its own words. */
export function saysClientUnknown({ status, text }: Pick<Answer, 'status' | 'text'>): boolean {
  if (!statuses.includes(status)) return false
  const word = parseObject(text)?.error
  const code = typeof word === 'string' ? serverErrorCode(word) : 'refused'
  return code === 'refused' ? inWords.test(text) || /\binvalid_client\b/.test(text) : isClientCode(code)
}

/** Whether a text that an answer may repeat could be taken for what the answer says of our client, however it is encoded. */
export function speaksOfClients(text = ''): boolean {
  const decoded = text.replace(/%(?:25)*([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return /client/i.test(decoded)
}

/** Whether an error means that the server does not know our client, or any more what it may do. */
export function isClientUnknown(error: unknown): error is AuthorizationError {
  return error instanceof AuthorizationError && isClientCode(error.code)
}

/** The next step where a server does not know our client. */
export const checkClient: Pick<AuthorizationErrorOptions, 'next' | 'details'> = {
  next: 'If the client registered itself, sign in again; else check the option client.',
  details: { option: 'client.id' },
}

export function clientUnknown(issuer: string): AuthorizationError {
  return new AuthorizationError('invalid_client', `${issuer} does not know this client.`, checkClient)
}

/** Whether a word says that client authentication failed, or that the client may not do this (RFC 6749 §5.2). */
export function isClientCode(code: string | undefined): boolean {
  return code === 'invalid_client' || code === 'unauthorized_client'
}
