import { findAuthError } from 'fast-agent-auth'

/** The code of an error of ours, or `undefined` where it is none that callers are promised. */
export function typedCode(error: unknown): string | undefined {
  const found = findAuthError(error)
  return found === error ? found?.code : undefined
}
