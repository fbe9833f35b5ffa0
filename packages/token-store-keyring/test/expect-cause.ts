import { expect } from 'vitest'
import { KeyringError } from '../src/index.ts'
import { toKeyringError } from '../src/to-keyring-error.ts'

/** Expects that a message of the binding becomes an error with this code and advice. */
export function expectCause(said: string, code: string, advice: string): void {
  const cause = new Error(said)
  const error = toKeyringError(cause)
  expect(error).toBeInstanceOf(KeyringError)
  expect(error).toMatchObject({ name: 'KeyringError', code, cause, message: expect.stringContaining(advice) })
  expect(error.message).toMatch(/^[A-Z].*\.$/)
  expect(error.message).not.toContain('/')
}
