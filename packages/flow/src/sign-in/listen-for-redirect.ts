import type { Target } from '@fast-agent-auth/discovery'
import { quirksOf } from '@fast-agent-auth/discovery/internal'
import type { Client } from '../protocol/client.ts'
import type { Listen, Redirect } from '../redirect.ts'
import type { RegistrationOptions } from '../registration/client-options.ts'
import { assertClientPossible } from '../registration/registration.ts'
import { type AssertPossibleOptions, assertPossible } from './assert-possible.ts'

export interface ListenForRedirectOptions extends AssertPossibleOptions, RegistrationOptions {
  readonly listen: Listen
  readonly state: string
}

/**
 * Starts to listen for the redirect: at a redirect URI of the client, else at the host that the server requires.
 *
 * @throws AuthorizationError or PkceError where no listener would help; errors of the listener
 */
export async function listenForRedirect(
  target: Target,
  known: readonly Client[],
  options: ListenForRedirectOptions,
): Promise<Redirect> {
  const { server } = target
  const urisOf = (clients: readonly Client[]): readonly string[] =>
    clients.flatMap(({ redirectUris }) => redirectUris ?? [])
  const preferred = urisOf(known.filter(({ registeredAt }) => registeredAt === undefined))
  const registered = urisOf(known.filter(({ registeredAt }) => registeredAt !== undefined))
  // A client that was registered with `localhost` is at a server that requires that host.
  const [newest] = registered
  const registeredHost = newest !== undefined && new URL(newest).hostname === 'localhost' ? 'localhost' : undefined
  const host = preferred.length === 0 ? (quirksOf(server.issuer, options)('redirectHost') ?? registeredHost) : undefined
  const { listen, state, signal } = options
  const redirect = await listen({ state, preferred, registered, host, signal }).catch((error: unknown) => {
    assertPossible(target, options)
    assertClientPossible(server, known, options)
    throw error
  })
  // The response may reject while nothing waits for it.
  redirect.response.catch(() => undefined)
  return redirect
}
