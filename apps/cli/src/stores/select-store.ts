import { accessSync, constants, existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openStore } from '@fast-agent-auth/config/open-store'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { CliError, exitCodes } from '../errors/cli-error.ts'
import type { Environment } from '../terminal/terminal.ts'
import { redisLocation, type StoreKind, type StoreName, storeVariable } from './store-name.ts'

export interface StoreChoice {
  /** The location of the store, in words. */
  readonly location: string
  /** Whether the store may hold records, as far as that is known without opening it. */
  exists(): boolean
  /** @throws an error if the store cannot keep anything */
  open(): Promise<TokenStore>
}

export type StoreOptions = Pick<StoreName, 'redisUrl' | 'chosenBy'>

export type SelectStore = (kind: StoreKind, options?: StoreOptions) => Promise<StoreChoice>

/** The functions that choose and open a store, the time and the environment. */
export interface StoreAccess {
  readonly selectStore: SelectStore
  readonly now: () => number
  readonly env: Environment
}

/** Chooses a store by its kind. Its module is loaded only when it is opened, since the keychain is a native module. */
export const selectStore: SelectStore = async (kind, { redisUrl, chosenBy } = {}) => {
  const locations = chosenBy === undefined ? {} : { 'auth.redis_url': chosenBy }
  const open = (): Promise<TokenStore> => openStore({ auth: { persist: kind, redisUrl }, locations })
  switch (kind) {
    case 'memory':
      return { location: 'memory, until this program ends', exists: always, open }
    case 'redis':
      if (redisUrl === undefined) return { location: 'Redis', exists: always, open: () => Promise.reject(noRedis()) }
      return { location: redisLocation({ redisUrl, chosenBy }), exists: always, open }
    case 'file': {
      const { dataFolder } = await import('@fast-agent-auth/token-store/file')
      return fileStore(dataFolder, open)
    }
    default:
      return { location: keychain(process.platform), exists: always, open }
  }
}

const always = (): boolean => true

function noRedis(): CliError {
  const message = `No Redis is named: add --redis-url redis://127.0.0.1:6379, or, if it has a password, set ${storeVariable} to its URL.`
  return new CliError(exitCodes.usage, message)
}

function fileStore(dataFolder: () => string, open: StoreChoice['open']): StoreChoice {
  let folder: string
  try {
    folder = join(dataFolder(), 'tokens')
  } catch (error) {
    return { location: 'encrypted files', exists: () => false, open: () => Promise.reject(error) }
  }
  return {
    location: `encrypted files in ${folder}`,
    exists: () => existsSync(folder),
    async open() {
      assertWritable(folder)
      return open()
    },
  }
}

/** @throws if the folder, or the nearest folder above it that exists, cannot be written */
function assertWritable(folder: string): void {
  try {
    accessSync(folder, constants.W_OK)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT' && dirname(folder) !== folder) {
      assertWritable(dirname(folder))
      return
    }
    const message = `The folder ${folder} cannot be written (${code}). Sign-ins are kept below the data folder of your user: make that folder yours again, or set XDG_DATA_HOME to another folder if your system uses this variable.`
    throw new Error(message, { cause: error })
  }
}

function keychain(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'the macOS keychain'
  if (platform === 'win32') return 'the Windows credential manager'
  return 'the keychain (Secret Service)'
}
