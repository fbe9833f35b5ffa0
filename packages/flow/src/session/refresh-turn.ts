import { tell } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '../authorization-error.ts'
import type { FlowEvent } from '../events.ts'
import type { Client } from '../protocol/client.ts'
import { isClientCode, isClientUnknown } from '../protocol/client-unknown.ts'
import type { RateLimit } from '../protocol/rate-limit.ts'
import { type ClientOptions, isPreRegistered } from '../registration/client-options.ts'
import { findClient } from '../registration/find-client.ts'
import { forgetFailedSignIn } from '../sign-in/forget-failed-sign-in.ts'
import { refresh } from '../tokens/refresh.ts'
import { type FailedRefresh, judgeRefresh } from '../tokens/refresh-answer.ts'
import type { StoredTokens } from '../tokens/stored-tokens.ts'
import { assertSendable } from '../tokens/token-binding.ts'
import { type RefreshFailure, refreshedLength, type TokenRecord } from '../tokens/token-record.ts'
import type { RejectedTokens, TokenSet } from '../tokens/token-set.ts'
import { decideRenewal } from './decide-renewal.ts'
import { type MovedEndpointOptions, movedEndpoint } from './moved-endpoint.ts'

export interface RefreshTurnOptions extends MovedEndpointOptions {
  readonly records: StoredTokens
  readonly client?: ClientOptions | undefined
  readonly issuer?: string | undefined
  readonly now: () => number
  readonly rateLimit: RateLimit
  /** Tokens that must not be returned. */
  readonly rejected: RejectedTokens
  /** A person waits for the tokens, so a refresh token that was not accepted is tried again at once. */
  readonly byPerson?: boolean | undefined
  readonly onEvent?: ((event: FlowEvent) => void) | undefined
}

/**
 * Refreshes the stored tokens while no other caller can. If another caller was faster, its tokens are returned.
 *
 * @param before the record as it was read before the turn
 * @returns newer tokens than the rejected ones, or `undefined` where there is nothing to refresh with
 * @throws AuthorizationError `login_required` where the refresh token was not accepted; `unreachable` and the like,
 * with which nothing is lost; errors of the store
 */
export async function refreshTurn(
  serverUrl: string,
  before: TokenRecord,
  options: RefreshTurnOptions,
): Promise<TokenSet | undefined> {
  const { store, records, client, rejected, byPerson, now, onEvent } = options
  let newer: TokenSet | undefined
  let failed: FailedTurn | undefined
  let refreshed = false
  const change = async (record: TokenRecord | undefined): Promise<TokenRecord | undefined> => {
    const decision = decideRenewal(record, { rejected, byPerson }, now())
    if (decision === 'stored') newer = record?.tokens
    if (!record || decision !== 'refresh') return record
    try {
      const tokens = await refreshStored(serverUrl, record.tokens, options)
      if (!tokens) return record
      newer = tokens
      refreshed = true
      return { ...record, tokens, refusedAt: undefined, refreshFailure: undefined }
    } catch (error) {
      failed = {
        ...judgeRefresh(record, error, { now: now(), byPerson }),
        error,
        tokens: record.tokens,
        before: record.refreshFailure,
      }
      return failed.record
    }
  }
  try {
    // The old refresh token is dead once it is sent, so the store must first have room for a new one.
    await records.update(change, { reserve: refreshedLength(before.tokens) })
  } catch (error) {
    // The old refresh token may be dead by now, so the new tokens are used even if they could not be stored.
    if (newer) tell(onEvent, { type: 'store_failed', serverUrl, error })
    else failed = { error, final: false, record: undefined }
  }
  if (failed) {
    const { error, final, record } = failed
    const retryAfter = error instanceof AuthorizationError ? error.retryAfter : undefined
    tell(onEvent, { type: 'refresh_failed', serverUrl, final: final && record === undefined, retryAfter, error })
    if (!final) throw error
    const { tokens } = failed
    if (tokens && hasForgottenClient(failed, byPerson) && !isPreRegistered(client))
      await forgetFailedSignIn(store, { serverUrl, ...tokens })
    // A final failure is an answer of a server, so its error is one of ours.
    const { message: reason } = error as AuthorizationError
    throw new AuthorizationError('login_required', `The tokens could not be refreshed. ${reason}`, { cause: error })
  }
  if (refreshed) tell(onEvent, { type: 'refreshed', serverUrl, expiresAt: newer?.expiresAt })
  return newer
}

/** New tokens, or `undefined` where there is nothing to refresh with. */
async function refreshStored(
  serverUrl: string,
  tokens: TokenSet,
  options: RefreshTurnOptions,
): Promise<TokenSet | undefined> {
  const { store, client, issuer, httpHosts } = options
  assertSendable(tokens, httpHosts)
  const known = await findClient(tokens, { client, issuer, store })
  if (hasLostItsSecret(known, client)) return undefined
  tell(options.onEvent, { type: 'refreshing', serverUrl })
  const movedTo = (error: unknown) => movedEndpoint(serverUrl, tokens, { ...options, error })
  return refresh(tokens, known, { ...options, byPerson: options.byPerson, movedTo })
}

interface FailedTurn extends FailedRefresh {
  readonly error: unknown
  /** The tokens that were to be refreshed. */
  readonly tokens?: TokenSet | undefined
  /** The failure before this one. */
  readonly before?: RefreshFailure | undefined
}

/**
 * Whether a server has said twice that it does not know the client; where a person waits, it has been asked twice. A
 * server that has just started may say so once.
 */
function hasForgottenClient({ error, before }: FailedTurn, byPerson: boolean | undefined): boolean {
  return isClientUnknown(error) && (byPerson || isClientCode(before?.code))
}

/**
 * Whether our registered client has no secret any more, perhaps since its registration was given up for other tokens,
 * so that only a person can help. The secret of a pre-registered client is for the user to set.
 */
function hasLostItsSecret(
  { tokenEndpointAuthMethod, clientSecret }: Client,
  client: ClientOptions | undefined,
): boolean {
  return tokenEndpointAuthMethod !== 'none' && clientSecret === undefined && !isPreRegistered(client)
}
