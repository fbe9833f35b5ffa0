import type { Target } from '@fast-agent-auth/discovery'
import { quirksOf } from '@fast-agent-auth/discovery/internal'
import type { Client } from '../protocol/client.ts'
import type { Listen, Redirect } from '../redirect.ts'
import type { RegistrationOptions } from '../registration/client-options.ts'
import { assertClientPossible } from '../registration/registration.ts'
import { type AssertPossibleOptions, assertPossible } from './assert-possible.ts'

export interface OpenWayBackOptions extends AssertPossibleOptions, RegistrationOptions {
  readonly listen: Listen
  readonly state: string
}

/**
 * Listens where a client that was set up is registered, else where the server is known to want it.
 *
 * @throws AuthorizationError or PkceError, rather than the error of the listener, for what no way back would help
 */
export async function openWayBack(
  target: Target,
  known: readonly Client[],
  options: OpenWayBackOptions,
): Promise<Redirect> {
  const { server } = target
  const urisOf = (clients: readonly Client[]): readonly string[] =>
    clients.flatMap(({ redirectUris }) => redirectUris ?? [])
  const preferred = urisOf(known.filter(({ registeredAt }) => registeredAt === undefined))
  const registered = urisOf(known.filter(({ registeredAt }) => registeredAt !== undefined))
  // Where a server took no other host than this, that is where to listen from the start.
  const [newest] = registered
  const taken = newest !== undefined && new URL(newest).hostname === 'localhost' ? 'localhost' : undefined
  const host = preferred.length === 0 ? (quirksOf(server.issuer, options)('redirectHost') ?? taken) : undefined
  const { listen, state, signal } = options
  const redirect = await listen({ state, preferred, registered, host, signal }).catch((error: unknown) => {
    assertPossible(target, options)
    assertClientPossible(server, known, options)
    throw error
  })
  // It may reject when nobody waits for it yet, or any more.
  redirect.response.catch(() => undefined)
  return redirect
}
