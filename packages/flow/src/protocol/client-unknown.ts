import { AuthorizationError, type AuthorizationErrorOptions } from '../authorization-error.ts'

/** Whether an error means that the server does not know the client, or no longer lets it do this (RFC 6749 §5.2). */
export function isClientUnknown(error: unknown): error is AuthorizationError {
  return error instanceof AuthorizationError && isClientCode(error.code)
}

/** The next step for a client that the server does not know. */
export const checkClient: Pick<AuthorizationErrorOptions, 'next' | 'details'> = {
  next: 'If the client registered itself, sign in again, and if that fails in the same way, tell the operator of the server; else check the option client.',
  details: { option: 'client.id' },
}

/** Whether an error code is about the client (RFC 6749 §5.2). */
export function isClientCode(code: string | undefined): boolean {
  return code === 'invalid_client' || code === 'unauthorized_client'
}
