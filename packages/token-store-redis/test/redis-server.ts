import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

export interface RedisServer {
  readonly url: string
  readonly port: number
  /** Starts it again where it was killed: on the same port, with what it has kept on its disk. */
  start(): Promise<void>
  /** Ends it as a power cut would. */
  kill(): Promise<void>
  /** Resolves when its log has this text. */
  said(text: string): Promise<void>
  /** Lets it answer nothing, while its connections stay open. */
  freeze(): void
  thaw(): void
  /** Ends it, and removes what it has kept. */
  remove(): Promise<void>
}

/** The package to install before Redis can be started here, or `undefined`. */
export function missingRedis(): string | undefined {
  return isInstalled('redis-server') ? undefined : 'missing redis-server: apt-get install redis-server'
}

/** Starts a Redis that nothing else on this machine uses. It keeps nothing on its disk, unless the options say so. */
export async function startRedis(...options: readonly string[]): Promise<RedisServer> {
  const missing = missingRedis()
  if (missing) throw new Error(missing)
  const folder = await mkdtemp(join(tmpdir(), 'redis-'))
  const port = await freePort()
  let child: ChildProcess | undefined
  let exit: Promise<unknown> | undefined
  let log = ''

  const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder]
  const running = () => child !== undefined && child.exitCode === null && child.signalCode === null
  async function start(): Promise<void> {
    if (running()) return
    log = ''
    const started = spawn('redis-server', [...place, '--save', '', '--appendonly', 'no', ...options], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    child = started
    exit = once(started, 'exit')
    started.stdout.on('data', (data) => {
      log += data
      started.emit('log')
    })
    await said('Ready to accept connections')
  }
  async function said(text: string): Promise<void> {
    while (child && !log.includes(text)) {
      if (!running()) throw new Error(`redis-server ended too early: ${log}`)
      await Promise.race([once(child, 'log'), exit])
    }
  }
  async function kill(): Promise<void> {
    if (!child || !running()) return
    child.kill('SIGKILL')
    await exit
  }

  await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    start,
    kill,
    said,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    remove: async () => {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

function isInstalled(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
