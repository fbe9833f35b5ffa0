import { accessSync, constants } from 'node:fs'
import { dirname, join } from 'node:path'
import { memoryTokenStore, type TokenStore } from '@fast-agent-auth/token-store'
import { redisPlace, type StoreKind, type StoreName } from './store-name.ts'

export interface StoreChoice {
  /** Where that is, in words. */
  readonly place: string
  /** @throws where nothing can be kept there */
  open(): Promise<TokenStore>
}

export type StoreOptions = Omit<StoreName, 'kind'>

export type SelectStore = (kind: StoreKind, options?: StoreOptions) => Promise<StoreChoice>

/** How stores are opened, and the time. */
export interface StoreAccess {
  readonly selectStore: SelectStore
  readonly now: () => number
}

/** Each store is loaded when it is chosen: the keychain is a native module. */
export const selectStore: SelectStore = async (kind, options = {}) => {
  switch (kind) {
    case 'memory':
      return { place: 'memory, until this program ends', open: async () => memoryTokenStore() }
    case 'redis': {
      const { redisTokenStore } = await import('@fast-agent-auth/token-store-redis')
      const { redisUrl = '', chosenBy } = options
      return { place: redisPlace(options), open: async () => blaming(chosenBy, redisTokenStore(redisUrl)) }
    }
    case 'file': {
      const { dataFolder, fileTokenStore } = await import('@fast-agent-auth/token-store/file')
      return fileStore(dataFolder, (folder) => fileTokenStore({ folder }))
    }
    default: {
      const { openKeyringTokenStore } = await import('@fast-agent-auth/token-store-keyring')
      return { place: keychain(process.platform), open: () => openKeyringTokenStore() }
    }
  }
}

/** Says with each failure who chose the store. */
function blaming(chosenBy: string | undefined, store: TokenStore): TokenStore {
  if (chosenBy === undefined) return store
  const words = `It was chosen by ${chosenBy}.`
  const fail = (error: unknown): never => {
    // A change may have asked the store too.
    const isNew = error instanceof Error && error.name === 'TokenStoreError' && !error.message.endsWith(words)
    if (isNew) error.message += ` ${words}`
    throw error
  }
  return {
    get: (key) => store.get(key).catch(fail),
    keys: () => store.keys().catch(fail),
    update: (...parameters) => store.update(...parameters).catch(fail),
  }
}

function fileStore(dataFolder: () => string, openIn: (folder: string) => TokenStore): StoreChoice {
  let folder: string
  try {
    folder = join(dataFolder(), 'tokens')
  } catch (error) {
    return { place: 'encrypted files', open: () => Promise.reject(error) }
  }
  return {
    place: `encrypted files in ${folder}`,
    async open() {
      assertWritable(folder)
      return openIn(folder)
    },
  }
}

/** @throws where neither the folder nor, as long as it is not there, what it would be made in can be written */
function assertWritable(folder: string): void {
  try {
    accessSync(folder, constants.W_OK)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT' && dirname(folder) !== folder) {
      assertWritable(dirname(folder))
      return
    }
    const message = `The folder ${folder} cannot be written (${code}). Sign-ins are kept below the data folder of your user: give it back to yourself, or set XDG_DATA_HOME to another one where your system follows it.`
    throw new Error(message, { cause: error })
  }
}

function keychain(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'the macOS keychain'
  if (platform === 'win32') return 'the Windows credential manager'
  return 'the keychain (Secret Service)'
}
