import { AuthorizationError, type AuthorizationErrorOptions } from '../authorization-error.ts'

/** Whether an error means that the server does not know our client, or any more what it may do (RFC 6749 §5.2). */
export function isClientUnknown(error: unknown): error is AuthorizationError {
  return error instanceof AuthorizationError && isClientCode(error.code)
}

/** The next step where a server does not know our client. */
export const checkClient: Pick<AuthorizationErrorOptions, 'next' | 'details'> = {
  next: 'If the client registered itself, sign in again, and tell its operator if that ends in the same way; else check the option client.',
  details: { option: 'client.id' },
}

/** Whether a word says that client authentication failed, or that the client may not do this (RFC 6749 §5.2). */
export function isClientCode(code: string | undefined): boolean {
  return code === 'invalid_client' || code === 'unauthorized_client'
}
