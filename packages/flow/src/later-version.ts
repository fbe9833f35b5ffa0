import { TokenStoreError } from '@fast-agent-auth/token-store'
import { isOfLaterVersion, laterVersionMessage } from '@fast-agent-auth/token-store/internal'

export { isOfLaterVersion } from '@fast-agent-auth/token-store/internal'

/** @throws TokenStoreError `later_version` */
export function assertOwnVersion(text: string | undefined, key: string): void {
  if (!isOfLaterVersion(text)) return
  throw new TokenStoreError('later_version', laterVersionMessage(`The record ${JSON.stringify(key)}`))
}
