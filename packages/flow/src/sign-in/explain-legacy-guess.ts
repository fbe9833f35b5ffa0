import type { Target } from '@fast-agent-auth/discovery'
import { advise, displayUrl, partsOf, type Remedy, remediesOf } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '../authorization-error.ts'

/** Explains an error at a server that only answers 401: it may want an API key. */
export function explainLegacyGuess(error: unknown, { serverUrl, legacy }: Target): unknown {
  if (legacy !== 'default_endpoints' || !(error instanceof AuthorizationError)) return error
  const { problem, next, ...parts } = partsOf(error)
  const guess = `${displayUrl(serverUrl)} refuses requests and does not say how to sign in. If it wants an API key, send that in a header instead. A sign-in as in MCP 2025-03-26 was tried: ${problem}`
  // The default endpoints may not exist, so the advice about them comes last.
  const issuer: Remedy = { condition: 'you know its authorization server', option: 'issuer' }
  const details = { option: 'issuer', ...parts.details, options: [issuer, ...remediesOf(parts.details)] }
  const steps = next === undefined ? advise([issuer]).next : `${advise([issuer]).next} ${next}`
  return new AuthorizationError(error.code, guess, { cause: error, ...parts, next: steps, details })
}
