import { lstatSync } from 'node:fs'
import { connect } from 'node:net'
import { dirname } from 'node:path'
import { KeyringError } from './keyring-error.ts'
import { within } from './within.ts'

/** Who we are, and whose a file is; `undefined` where there is no such file. */
export interface Owners {
  readonly userId: number | undefined
  readonly ownerOf: (path: string) => number | undefined
}

function systemOwners(): Owners {
  return { userId: process.getuid?.(), ownerOf }
}

function ownerOf(path: string): number | undefined {
  try {
    return lstatSync(path).uid
  } catch {
    // Where nobody can look, nobody can connect.
    return undefined
  }
}

/**
 * Rejects where the session bus is another user's, who would be given what is to be kept; and where something listens at
 * its address and says nothing.
 *
 * The binding would wait for it without end, and keep the whole process from doing anything else.
 */
export async function reachBus(
  limit: number,
  environment: NodeJS.ProcessEnv,
  owners: Owners = systemOwners(),
): Promise<void> {
  const paths = socketPaths(environment)
  for (const path of paths) assertOwn(path, owners)
  const [first] = paths
  if (first !== undefined) await within(limit, (signal) => greet(first, signal))
}

/** The folder too, in which the socket could be exchanged. */
function assertOwn(path: string, { userId, ownerOf }: Owners): void {
  // One that is no file belongs to whoever listens first: its name has to be told by the session itself.
  if (path.startsWith('\0')) return
  const strangers = [path, dirname(path)].filter((each) => ![undefined, 0, userId].includes(ownerOf(each)))
  if (strangers.length === 0) return
  const message =
    `The keychain is not used, since the D-Bus session at ${path} belongs to another user, who could read what is ` +
    'kept: start the program from a session of your own, or use a file store.'
  throw new KeyringError('unavailable', message)
}

/** Resolves at the first word of an answer. What cannot be reached is for the binding to report. */
function greet(path: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(path)
    const done = () => {
      socket.destroy()
      resolve()
    }
    signal.addEventListener('abort', done, { once: true })
    socket.on('data', done).on('error', done).on('close', done)
    // How every client begins, and every bus answers: with a name for who we are, or a refusal.
    socket.write(`\0AUTH EXTERNAL ${Buffer.from(String(process.getuid?.())).toString('hex')}\r\n`)
  })
}

/** Only sockets of this machine: other addresses are rare, and left to the binding. */
function socketPaths({ DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: folder }: NodeJS.ProcessEnv) {
  if (!address) return folder ? [`${folder}/bus`] : []
  return address.split(';').flatMap((each) => {
    const [, kind, path] = /^unix:(?:.*,)?(path|abstract)=([^,]+)/.exec(each) ?? []
    return path === undefined ? [] : [(kind === 'abstract' ? '\0' : '') + decodeURIComponent(path)]
  })
}
