import { connect } from 'node:net'
import { within } from './within.ts'

/**
 * Rejects where something listens at the address of the session bus and says nothing.
 *
 * The binding would wait for it without end, and keep the whole process from doing anything else.
 */
export async function reachBus(limit: number, environment: NodeJS.ProcessEnv): Promise<void> {
  const path = socketPath(environment)
  if (path !== undefined) await within(limit, (signal) => greet(path, signal))
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
function socketPath({ DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: folder }: NodeJS.ProcessEnv) {
  if (!address) return folder ? `${folder}/bus` : undefined
  const [, kind, path] = /^unix:(?:[^;]*,)?(path|abstract)=([^,;]+)/.exec(address) ?? []
  if (path === undefined) return undefined
  return (kind === 'abstract' ? '\0' : '') + decodeURIComponent(path)
}
