import { existsSync } from 'node:fs'
import { homedir, hostname, userInfo } from 'node:os'
import { isAbsolute } from 'node:path'
import type { Environment, Input, Screens } from './terminal/terminal.ts'

/** The facts that decide how a browser is opened here, and how it comes back. */
export interface Surroundings {
  readonly platform: NodeJS.Platform
  /** The names of the user and of this machine, for an ssh command that is run on another machine. */
  readonly user: () => string | undefined
  readonly host: () => string
  readonly isContainer: () => boolean
}

export const surroundings: Surroundings = {
  platform: process.platform,
  user: () => orUndefined(() => userInfo().username),
  host: hostname,
  isContainer: () => ['/.dockerenv', '/run/.containerenv'].some((file) => existsSync(file)),
}

/** The home folder; `undefined` for a user who is not in the system's list, or if the path is relative. */
export function homeFolder(): string | undefined {
  const folder = orUndefined(homedir)
  return folder !== undefined && isAbsolute(folder) ? folder : undefined
}

function orUndefined(ask: () => string): string | undefined {
  try {
    return ask()
  } catch {
    return undefined
  }
}

/** Whether a person sits in front of this process. */
export function hasTerminal({
  stdin,
  stdout,
  stderr,
}: Pick<Screens, 'stdout' | 'stderr'> & { readonly stdin: Input }): boolean {
  return stdin.isTTY && (stdout.isTTY || stderr.isTTY)
}

/** Whether the person can see a browser that is opened from here. */
export function hasDisplay({
  env,
  surroundings,
}: {
  readonly env: Environment
  readonly surroundings: Surroundings
}): boolean {
  // The program that the variable names may open the browser of another machine, as in VS Code.
  if (env.BROWSER?.trim()) return true
  const isRemote = env.SSH_CONNECTION !== undefined || env.SSH_TTY !== undefined
  if (surroundings.platform === 'darwin' || surroundings.platform === 'win32') return !isRemote
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY || env.WSL_DISTRO_NAME)
}
