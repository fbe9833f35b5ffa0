import { type Quirks, tell } from '@fast-agent-auth/discovery'
import { shownUrl } from '@fast-agent-auth/discovery/untrusted'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { AuthorizationError } from '../authorization-error.ts'
import type { FlowEvent } from '../events.ts'
import { inTurn } from '../in-turn.ts'
import type { Client } from '../protocol/client.ts'
import { isClientUnknown } from '../protocol/client-unknown.ts'
import type { Brake } from '../protocol/rate-limit.ts'
import { type ClientOptions, isPreRegistered } from '../registration/client-options.ts'
import { findClient } from '../registration/find-client.ts'
import { forgetBasis } from '../sign-in/forget-what-failed.ts'
import { refresh } from '../tokens/refresh.ts'
import type { TokenRecords } from '../tokens/stored-tokens.ts'
import { refreshedLength } from '../tokens/token-record.ts'
import type { TokenSet } from '../tokens/token-set.ts'
import { isUsable } from '../tokens/usable.ts'

export interface RefreshTurnOptions {
  readonly store: TokenStore
  readonly records: TokenRecords
  readonly client?: ClientOptions | undefined
  readonly issuer?: string | undefined
  readonly quirks?: Quirks | false | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly now: () => number
  readonly brake: Brake
  readonly onEvent?: ((event: FlowEvent) => void) | undefined
}

/**
 * Refreshes the stored tokens while nobody else can, unless somebody was faster: then theirs are the answer.
 *
 * @returns newer tokens than the stale ones, or `undefined` where only a person can help
 * @throws AuthorizationError `unreachable` and the like, with which nothing is lost; errors of the store
 */
export async function refreshTurn(
  serverUrl: string,
  stale: TokenSet,
  { store, records, client, issuer, quirks, fetch, now, brake, onEvent }: RefreshTurnOptions,
): Promise<TokenSet | undefined> {
  let newer: TokenSet | undefined
  let dead: { readonly tokens: TokenSet; readonly error: AuthorizationError } | undefined
  let refreshed = false
  const turn = (signal: AbortSignal): Promise<void> =>
    records.update(
      async (record) => {
        if (!record || record.refused) return record
        const { tokens } = record
        if (isUsable(record, { rejected: stale, now: now() })) {
          newer = tokens
          return record
        }
        if (tokens.refreshToken === undefined) return record
        try {
          const known = await findClient(tokens, { client, issuer, store })
          if (hasLostItsSecret(known, client)) return record
          newer = await refresh(tokens, known, { fetch, now, brake, quirks, onEvent })
        } catch (error) {
          if (!endsTokens(error, tokens, client)) throw error
          dead = { tokens, error }
          return undefined
        }
        refreshed = true
        return { ...record, tokens: newer }
      },
      // The old refresh token is dead once it is sent: first, whether a new one could be kept.
      { signal, reserve: refreshedLength(stale) },
    )
  try {
    await inTurn(`refreshing the tokens for ${shownUrl(serverUrl)}`, turn)
  } catch (error) {
    // The old refresh token may be dead by now: the new one is all there is.
    if (newer) tell(onEvent, { type: 'store_failed', serverUrl, error })
    else {
      tell(onEvent, { type: 'refresh_failed', serverUrl, lost: false, error })
      throw error
    }
  }
  if (dead) {
    tell(onEvent, { type: 'refresh_failed', serverUrl, lost: true, error: dead.error })
    const { issuer, clientId } = dead.tokens
    if (isClientUnknown(dead.error)) await forgetBasis(store, { serverUrl, issuer, clientId })
  }
  if (refreshed) tell(onEvent, { type: 'refreshed', serverUrl })
  return newer
}

/**
 * A registration of ours that was given up, perhaps for the tokens of somebody else: only a person can help. The secret of
 * a client that the user set up is for the user to set.
 */
function hasLostItsSecret(
  { tokenEndpointAuthMethod, clientSecret }: Client,
  client: ClientOptions | undefined,
): boolean {
  return tokenEndpointAuthMethod !== 'none' && clientSecret === undefined && !isPreRegistered(client)
}

/** Whether an error of a refresh means that the tokens are dead: by themselves, or with a client that is no more. */
function endsTokens(
  error: unknown,
  { clientId }: TokenSet,
  client: ClientOptions | undefined,
): error is AuthorizationError {
  if (error instanceof AuthorizationError && error.code === 'invalid_grant') return true
  // A client that the user set up is not ours to give up: its secret may be mistyped, or its document out of reach.
  return isClientUnknown(error) && !isPreRegistered(client) && !clientId.startsWith('https://')
}
