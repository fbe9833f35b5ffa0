import { parseObject } from '@fast-agent-auth/discovery/untrusted'
import { TokenStoreError } from '@fast-agent-auth/token-store'

/** Whether a record was written by a later version of this program: it alone knows what else would be lost with it. */
export function isOfLaterVersion(text: string | undefined): boolean {
  const version = text === undefined ? undefined : parseObject(text)?.version
  return Number.isInteger(version) && Number(version) > 1
}

/** @throws TokenStoreError `later_version` */
export function assertOwnVersion(text: string | undefined, key: string): void {
  if (!isOfLaterVersion(text)) return
  const message = `The record ${JSON.stringify(key)} was written by a later version of this program, and stays as it is: update this one.`
  throw new TokenStoreError('later_version', message)
}
