import { findQuirkProfile } from '@fast-agent-auth/discovery'

/** What a person does where a client cannot register itself: where, which redirect URI, and the option to set. */
export function howToRegister(issuer: string, redirectUri: string): string {
  const where = findQuirkProfile(issuer)?.registration
  return `Register an application ${where ? `at ${where}` : 'there'} with the redirect URI ${redirectUri}, and set the option client: { id: '…' }; where it comes with a secret, client: { id: '…', secret: '…' } and issuer: '${issuer}'.`
}
