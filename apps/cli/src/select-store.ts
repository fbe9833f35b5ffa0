import { join } from 'node:path'
import type { TokenStore } from '@fast-agent-auth/token-store'

export const storeKinds = ['keyring', 'file'] as const

/** Where sign-ins are kept: the keychain of the operating system, or files. */
export type StoreKind = (typeof storeKinds)[number]

export interface StoreChoice {
  /** Where that is, in words. */
  readonly place: string
  /** @throws where nothing can be kept there */
  open(): Promise<TokenStore>
}

export type SelectStore = (kind: StoreKind) => Promise<StoreChoice>

/** Each store is loaded when it is chosen: the keychain is a native module. */
export const selectStore: SelectStore = async (kind) => {
  if (kind === 'keyring') {
    const { openKeyringTokenStore } = await import('@fast-agent-auth/token-store-keyring')
    return { place: keychain(process.platform), open: () => openKeyringTokenStore() }
  }
  const { dataFolder, fileTokenStore } = await import('@fast-agent-auth/token-store/file')
  const folder = join(dataFolder(), 'tokens')
  return { place: `encrypted files in ${folder}`, open: async () => fileTokenStore({ folder }) }
}

function keychain(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'the macOS keychain'
  if (platform === 'win32') return 'the Windows credential manager'
  return 'the keychain (Secret Service)'
}
