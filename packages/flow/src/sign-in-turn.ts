import type { BearerChallenge } from '@fast-agent-auth/discovery'
import { AuthorizationError } from './authorization-error.ts'
import { type AuthorizeOptions, authorize } from './authorize.ts'
import { missingScope } from './scope.ts'
import { serverKey } from './server-key.ts'
import type { TokenRecords } from './token-records.ts'
import type { TokenSet } from './token-set.ts'
import { isUsable } from './usable.ts'

/** What is asked of a person. */
export interface SignInWish {
  readonly challenge?: BearerChallenge | undefined
  readonly scope?: string | undefined
  readonly force?: boolean | undefined
  readonly rejected?: TokenSet | undefined
}

/**
 * Signs in while nobody else who shares the store does for this server and account. Who had to wait takes the tokens
 * that the other one got.
 */
export async function signInTurn(
  serverUrl: string,
  wish: SignInWish,
  { records, ...options }: AuthorizeOptions & { readonly records: TokenRecords },
): Promise<TokenSet> {
  const { rejected, force, challenge } = wish
  const wanted = unionOfWish(wish)
  let tokens: TokenSet | undefined
  await options.store.update(
    `sign-in:${serverKey(serverUrl, options.account)}`,
    async () => {
      const record = await records.read()
      const now = (options.now ?? Date.now)()
      const faster = !force && record && isUsable(record, { rejected, now }) ? record.tokens : undefined
      if (faster && missingScope(wanted, faster.scope).length === 0) tokens = faster
      else {
        const scope = wish.scope ?? options.scope
        tokens = await authorize(serverUrl, { ...options, scope, challenge, held: rejected ?? record?.tokens })
      }
      // Nothing is kept under this key: only its turn is of use.
      return undefined
    },
    { signal: options.signal },
  )
  if (tokens) return tokens
  throw new AuthorizationError('login_required', `The store gave no turn to sign in to ${serverUrl}.`)
}

function unionOfWish({ scope, challenge }: SignInWish): string | undefined {
  return scope ?? (challenge?.error === 'insufficient_scope' ? challenge.scope : undefined)
}
