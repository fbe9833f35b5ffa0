import type { TokenStore } from '@fast-agent-auth/token-store'
import { fileTokenStore } from '@fast-agent-auth/token-store/file'

export function openTokenStore(folder: string): TokenStore {
  return fileTokenStore({ folder })
}
