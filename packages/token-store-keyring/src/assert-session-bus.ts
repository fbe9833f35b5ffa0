import { lstatSync } from 'node:fs'
import { connect } from 'node:net'
import { dirname } from 'node:path'
import { KeyringError } from './keyring-error.ts'
import { noSession } from './to-keyring-error.ts'
import { withKeychainLimit } from './with-keychain-limit.ts'

/** The user of this process, and the owners of files; `undefined` for a file that does not exist. */
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
    // If the status of a path cannot be read, no connection to it is possible either.
    return undefined
  }
}

/**
 * Rejects if the session bus may belong to another user, who would get the records, or if a program listens at its address
 * but does not answer, since the binding would then wait without end and block the whole process.
 *
 * The binding reads the environment itself and may take any of several addresses, so each must pass.
 *
 * @throws KeyringError `unavailable`, or `too_slow` after the limit in milliseconds
 */
export async function assertSessionBus(
  limit: number,
  environment: NodeJS.ProcessEnv,
  owners: Owners = systemOwners(),
): Promise<void> {
  const paths = addressesOf(environment, owners).map((address) => socketPath(address, environment))
  for (const path of paths) assertOwn(path, owners)
  const [first] = paths
  if (first === undefined) throw new KeyringError('unavailable', noSession)
  await withKeychainLimit(limit, (signal) => greet(first, signal))
}

/** The folder must be safe too, since the socket could be exchanged in it. A missing file could be made by anybody. */
function assertOwn(path: string, { userId, ownerOf }: Owners): void {
  const found = [path, dirname(path)].map(ownerOf)
  if (found.includes(undefined)) throw new KeyringError('unavailable', noSession)
  if (found.every((owner) => owner === 0 || owner === userId)) return
  const message =
    `The keychain is not used, since the D-Bus session at ${path} belongs to another user, who could read the ` +
    'sign-ins: start the program from a session of your own, or use a file store.'
  throw new KeyringError('unavailable', message)
}

/** Resolves at the first byte of an answer, or if the bus cannot be reached, which the binding then reports. */
function greet(path: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(path)
    const done = () => {
      socket.destroy()
      resolve()
    }
    signal.addEventListener('abort', done, { once: true })
    socket.on('data', done).on('error', done).on('close', done)
    // Every D-Bus client begins with this line, and every bus answers it, even if only with a refusal.
    socket.write(`\0AUTH EXTERNAL ${Buffer.from(String(process.getuid?.())).toString('hex')}\r\n`)
  })
}

/** The addresses that the binding uses; without DBUS_SESSION_BUS_ADDRESS, it takes the default. */
function addressesOf(environment: NodeJS.ProcessEnv, { userId }: Owners): readonly string[] {
  const { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: folder } = environment
  if (address) return address.split(';').filter((each) => each !== '')
  return [folder ? 'unix:runtime=yes' : `unix:path=/run/user/${userId}/bus`]
}

/** The path of an address. Other kinds have no owner to check: an abstract name or a port belongs to whoever listens first. */
function socketPath(address: string, { XDG_RUNTIME_DIR: folder }: NodeJS.ProcessEnv): string {
  const [kind, ...settings] = address.split(/[:,]/).filter((each) => !each.startsWith('guid='))
  const [setting, ...others] = settings
  if (kind === 'unix' && others.length === 0) {
    if (setting === 'runtime=yes' && folder) return `${folder}/bus`
    const path = decoded(/^path=(\/.*)/.exec(String(setting))?.[1])
    if (path !== undefined) return path
  }
  const message =
    `The keychain is not used, since nobody can check who listens at a D-Bus session of the kind ` +
    `${address.split('=', 1)[0]}: set DBUS_SESSION_BUS_ADDRESS to a session at a path (unix:path=…), or use a file store.`
  throw new KeyringError('unavailable', message)
}

function decoded(path: string | undefined): string | undefined {
  try {
    return path && decodeURIComponent(path)
  } catch {
    return undefined
  }
}
