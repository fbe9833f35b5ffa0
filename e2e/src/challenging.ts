import type { OverrideEndpoint } from '@fast-agent-auth/mock-server'

/** Refuses whoever shows no token with this challenge. */
export function challenging(challenge: string, status = 401): OverrideEndpoint {
  return ({ headers }) =>
    headers.has('authorization')
      ? undefined
      : new Response(null, { status, headers: { 'www-authenticate': challenge } })
}
