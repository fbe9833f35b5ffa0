import { homedir } from 'node:os'
import { posix, win32 } from 'node:path'
import { denial } from './file-errors.ts'
import { TokenStoreError } from './token-store-error.ts'

const name = 'fast-agent-auth'

export interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly environment: NodeJS.ProcessEnv
  /** @throws if the system knows no home folder */
  readonly home: () => string
}

/**
 * The folder for this program's data, with records in `tokens` and locks in `locks`. It is below `$XDG_DATA_HOME`, else
 * `~/.local/share`; on macOS `~/Library/Application Support`; on Windows `%LOCALAPPDATA%`.
 *
 * @throws TokenStoreError `no_home` if the user has no home folder
 */
export function dataFolder(): string {
  return dataFolderOf({ platform: process.platform, environment: process.env, home: homedir })
}

/**
 * The same folder for all programs of this user. `$XDG_DATA_HOME` is used only for a user without a home folder, since
 * terminals in snaps and flatpaks change it.
 *
 * @throws TokenStoreError `no_home` if the user has no home folder
 */
export function userFolder(): string {
  return userFolderOf({ platform: process.platform, environment: process.env, home: homedir })
}

export function userFolderOf(surroundings: Surroundings): string {
  const environment = { ...surroundings.environment, XDG_DATA_HOME: undefined }
  try {
    return dataFolderOf({ ...surroundings, environment })
  } catch {
    // A user without a home folder may have set XDG_DATA_HOME.
    return dataFolderOf(surroundings)
  }
}

export function dataFolderOf({ platform, environment, home }: Surroundings): string {
  if (platform === 'win32') {
    const local = environment.LOCALAPPDATA
    const base =
      absolute(local, win32) ??
      win32.join(homeFolder(home, win32, 'Set USERPROFILE to a folder of yours.'), 'AppData', 'Local')
    return win32.join(base, name, 'Data')
  }
  if (platform === 'darwin') return posix.join(homeFolder(home, posix), 'Library', 'Application Support', name)
  const base = absolute(environment.XDG_DATA_HOME, posix) ?? posix.join(homeFolder(home, posix), '.local', 'share')
  return posix.join(base, name)
}

function homeFolder(home: () => string, path: typeof posix, remedy = 'Set HOME to a folder of yours.'): string {
  let cause: unknown
  try {
    const folder = absolute(home(), path)
    if (folder !== undefined) return folder
  } catch (error) {
    cause = error
  }
  const denied = denial(cause)
  const message =
    denied === undefined
      ? `Your user has no home folder, where sign-ins and locks are kept. ${remedy}`
      : `This program may not see your home folder, where sign-ins and locks are kept: ${denied}.`
  throw new TokenStoreError('no_home', message, { cause })
}

/** The folder, if it is absolute. The XDG specification says to ignore a relative one, which depends on the working folder. */
function absolute(folder: string | undefined, path: typeof posix): string | undefined {
  return folder !== undefined && path.isAbsolute(folder) ? folder : undefined
}
