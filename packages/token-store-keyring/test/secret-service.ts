import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { missingSecretService } from './missing-secret-service.ts'

export { missingSecretService } from './missing-secret-service.ts'

export interface SecretService {
  /** The environment by which a process finds this keychain, and no other one. */
  readonly env: Readonly<Record<string, string>>
  /** Ends the keychain as a crash would; its bus stays, and so do the files that it has written. */
  killKeychain(): Promise<void>
  /** Starts it again after that, unlocked, with what it had kept. */
  startKeychain(): Promise<void>
  /** Starts it again where it has crashed by itself, as gnome-keyring was seen to under many connections. */
  reviveKeychain(): Promise<void>
  /** Ends the keychain and its bus, and removes what they kept. */
  stop(): Promise<void>
}

// No service folders, so that nothing restarts a keychain that was stopped. The limit is that of a desktop's bus.
const busConfiguration = (
  socket: string,
) => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
  <limit name="max_connections_per_user">100000</limit>
</busconfig>
`

/** Starts a private bus and an unlocked gnome-keyring on it, which nothing else on this machine sees. */
export async function startSecretService(): Promise<SecretService> {
  const missing = missingSecretService()
  if (missing) throw new Error(missing)
  const home = await mkdtemp(join(tmpdir(), 'secret-service-'))
  const children: ChildProcess[] = []
  const stop = async () => {
    await Promise.all(children.splice(0).map(end))
    await rm(home, { recursive: true, force: true, maxRetries: 3 })
  }
  try {
    const places = { HOME: home, XDG_RUNTIME_DIR: join(home, 'run'), XDG_DATA_HOME: join(home, 'data') }
    await mkdir(places.XDG_RUNTIME_DIR, { mode: 0o700 })
    const configuration = join(home, 'bus.conf')
    await writeFile(configuration, busConfiguration(join(places.XDG_RUNTIME_DIR, 'bus')))

    const bus = spawn('dbus-daemon', [`--config-file=${configuration}`, '--nofork', '--print-address'], {
      env: { ...process.env, ...places },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    children.push(bus)
    const env = { ...places, DBUS_SESSION_BUS_ADDRESS: await firstLine(bus) }

    let keyring = await startKeyring(env, children)
    return {
      env,
      killKeychain: () => end(keyring),
      startKeychain: async () => {
        keyring = await startKeyring(env, children)
      },
      reviveKeychain: async () => {
        if (keyring.exitCode !== null || keyring.signalCode !== null) keyring = await startKeyring(env, children)
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Started again if it comes up without its collection, which happened once. */
async function startKeyring(env: Readonly<Record<string, string>>, children: ChildProcess[]): Promise<ChildProcess> {
  for (let attempt = 1; ; attempt++) {
    const keyring = spawn('gnome-keyring-daemon', ['--unlock', '--components=secrets', '--foreground'], {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    children.push(keyring)
    // An empty password would ask for another one in a window.
    keyring.stdin.end('test\n')
    if (await isUnlocked(env)) return keyring
    if (attempt === 3) throw new Error('gnome-keyring did not unlock its default collection')
    await end(keyring)
  }
}

/** Whether it is after some seconds at the most. */
async function isUnlocked(env: Readonly<Record<string, string>>): Promise<boolean> {
  const destination = ['--session', '--print-reply', '--dest=org.freedesktop.secrets']
  const question = [
    '/org/freedesktop/secrets/aliases/default',
    'org.freedesktop.DBus.Properties.Get',
    'string:org.freedesktop.Secret.Collection',
    'string:Locked',
  ]
  for (let attempt = 0; attempt < 200; attempt++) {
    const asked = promisify(execFile)('dbus-send', [...destination, ...question], { env: { ...process.env, ...env } })
    const { stdout } = await asked.catch(() => ({ stdout: '' }))
    if (stdout.includes('boolean false')) return true
    await sleep(25)
  }
  return false
}

async function firstLine(child: ChildProcess): Promise<string> {
  let output = ''
  child.stdout?.on('data', (data) => {
    output += data
    if (output.includes('\n')) child.emit('line')
  })
  const ended = once(child, 'exit').then(() => {
    throw new Error('dbus-daemon ended before it said where it listens')
  })
  await Promise.race([once(child, 'line'), ended])
  ended.catch(() => {})
  return output.trim()
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}
