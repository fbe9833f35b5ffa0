import type { TokenStore } from '@fast-agent-auth/token-store'
import { parseServerKey } from '../server-key.ts'
import { isExpired, isNotAccepted } from './record-state.ts'
import { tokenKey } from './stored-tokens.ts'
import { isForServer } from './token-binding.ts'
import { parseTokenRecord, type TokenRecord } from './token-record.ts'

/** The state of a sign-in, without its tokens. */
export interface Status {
  readonly serverKey: string
  /** The URL, with the names of its query parameters and without their values. */
  readonly serverUrl: string
  readonly account?: string | undefined
  /**
   * `ready`: the access token can be used. `refreshable`: it has expired, and there is a refresh token. `missing`: nobody has
   * signed in, or somebody signed out. `sign_in_required`: there was a sign-in, and only a person can help. `damaged`: the record cannot be read, is for another server, or was written by a later version of this
   * program; other calls say which.
   */
  readonly state: 'ready' | 'refreshable' | 'sign_in_required' | 'missing' | 'damaged'
  readonly issuer?: string | undefined
  readonly scope?: string | undefined
  /** When the access token expires, in ms since 1970. With a refresh token, the sign-in lasts longer, and nobody knows how long. */
  readonly expiresAt?: number | undefined
  /** Whether there is a refresh token, with which the access token is renewed without a person. */
  readonly refreshable: boolean
}

/** The status of one server key. */
export async function readStatus(store: TokenStore, serverKey: string, now: number): Promise<Status> {
  const named = { serverKey, ...parseServerKey(serverKey) }
  const text = await store.get(tokenKey(serverKey)).catch(unreadableIfLater)
  if (text === undefined) return { ...named, state: 'missing', refreshable: false }
  const record = parseTokenRecord(text)
  if (!record || !isForServer(record.tokens.resource, serverKey))
    return { ...named, state: 'damaged', refreshable: false }
  const { issuer, scope, expiresAt, refreshToken } = record.tokens
  return {
    ...named,
    state: stateOf(record, now),
    issuer,
    scope,
    expiresAt,
    refreshable: refreshToken !== undefined && !isNotAccepted(record.refreshFailure),
  }
}

function stateOf({ tokens, refreshFailure }: TokenRecord, now: number): Status['state'] {
  if (isNotAccepted(refreshFailure)) return 'sign_in_required'
  if (!isExpired(tokens, now)) return 'ready'
  return tokens.refreshToken === undefined ? 'sign_in_required' : 'refreshable'
}

/** A record of a later version does not keep the others from being listed. */
function unreadableIfLater(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'later_version') return ''
  throw error
}

/** The status of all stored tokens, sorted by server key. */
export async function listStatus(store: TokenStore, now: number): Promise<readonly Status[]> {
  const keys = (await store.keys()).filter((key) => key.startsWith(tokenKey(''))).sort()
  const all: Status[] = []
  // A hundred at a time: ten thousand at once take twice as long.
  for (let first = 0; first < keys.length; first += 100) {
    const some = keys.slice(first, first + 100).map((key) => readStatus(store, key.slice(tokenKey('').length), now))
    all.push(...(await Promise.all(some)))
  }
  return all
}
