import type { Attempt, BearerChallenge } from '@fast-agent-auth/discovery'
import type { ErrorDetails } from '@fast-agent-auth/discovery/untrusted'
import type { Quote } from '@fast-agent-auth/flow'
import type { ErrorCodes } from './auth-error-codes.ts'

/** Any error that `createAuth` leads to. Its `name` and `code` say which. */
export type AuthError = Error & AuthErrorData & Named[keyof Named]

type Named = {
  readonly [Name in keyof ErrorCodes]: { readonly name: Name; readonly code: ErrorCodes[Name] }
}

interface AuthErrorData {
  /** The server's reason for a refusal: for `login({ challenge })`. */
  readonly challenge?: BearerChallenge | undefined
  /** How long to wait before trying again, in ms, if known. */
  readonly retryAfter?: number | undefined
  readonly details?: ErrorDetails | undefined
  /** The text that the authorization server sent by the browser. */
  readonly quote?: Quote | undefined
  /** The documents that discovery asked for, each with the reason why it was of no use. */
  readonly attempts?: readonly Attempt[] | undefined
}

const names: readonly unknown[] = [
  'AuthorizationError',
  'CallbackServerError',
  'DiscoveryError',
  'GuardedFetchError',
  'KeyringError',
  'PkceError',
  'TokenStoreError',
] satisfies readonly (keyof ErrorCodes)[]

/** The number of errors to look at: more than any host wraps around an error. */
const limit = 1000

/**
 * Our error within an error of a host: the error itself, or the nearest one below `cause`, `error` and `errors`. Our
 * error is known by its name and a code, so that two installations of this package agree, as `instanceof` would not.
 */
export function findAuthError(error: unknown): AuthError | undefined {
  const found = new Set([error])
  for (const each of found) {
    if (isAuthError(each)) return each
    const inner = [member(each, 'cause'), member(each, 'error'), ...listed(member(each, 'errors'))]
    for (const one of inner.slice(0, Math.max(0, limit - found.size))) found.add(one)
  }
  return undefined
}

/** Whether a value is an error of ours. Any other object may be an answer of a server. */
function isAuthError(value: unknown): value is AuthError {
  return isError(value) && names.includes(member(value, 'name')) && typeof member(value, 'code') === 'string'
}

/** Whether a value is an error of any realm: test runners have an Error of their own. */
function isError(value: unknown): boolean {
  try {
    return Object.prototype.toString.call(value) === '[object Error]'
  } catch {
    // A proxy that was revoked.
    return false
  }
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  try {
    return Reflect.get(value, name)
  } catch {
    // A getter of the host's.
    return undefined
  }
}

function listed(value: unknown): readonly unknown[] {
  const length = member(value, 'length')
  if (typeof length !== 'number') return []
  return Array.from({ length: Math.min(length, limit) || 0 }, (_, index) => member(value, String(index)))
}
