import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { within } from './within.ts'

/** The end of a process, with all that it wrote. */
export interface Exit {
  /** `undefined` where a signal ended it. */
  readonly code: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** A process that ends before this one does, at the latest. */
export interface Child {
  /** Resolves when the process is gone and all is known that it said. Rejects where it could not be started. */
  readonly exit: Promise<Exit>
  /** Sends a message to a program of ours. */
  send(message: unknown): void
  onMessage<Message>(listener: (message: Message) => void): void
  /** The next message that fits; rejects where the process ends before. */
  next<Message>(fits?: (message: Message) => boolean): Promise<Message>
  /** Closes the channel, which ends a program of ours; kills it where it does not end. */
  end(): Promise<void>
  kill(): Promise<void>
}

export interface ChildOptions {
  readonly cwd?: string | undefined
  readonly env?: NodeJS.ProcessEnv | undefined
  /** Ends the process after so many ms. */
  readonly timeout?: number | undefined
  /** Ends the process. */
  readonly signal?: AbortSignal | undefined
  /** `inherit`: it writes to the screen of this process, and reads what is typed there. */
  readonly stdio?: 'inherit' | undefined
}

/** Many processes load the same files. In a folder of ours: code from the system's temporary one could be anybody's. */
const compileCache = fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url))

/** Time to close in, in ms. */
const closeLimit = 6_000

const running = new Set<ReturnType<typeof spawn>>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Starts a program, to which nobody types anything. */
export function startChild(file: string, args: readonly string[], options: ChildOptions = {}): Child {
  return watch(file, args, options, ['ignore', 'pipe', 'pipe'])
}

/** Starts a module of ours that talks by messages, and finds its options as JSON in its first argument. */
export function startModule(
  module: URL,
  options: object,
  { env = {}, nodeOptions = [] }: { readonly env?: NodeJS.ProcessEnv; readonly nodeOptions?: readonly string[] } = {},
): Child {
  const args = [...nodeOptions, fileURLToPath(module), JSON.stringify(options)]
  const around = { env: { ...process.env, ...env, NODE_COMPILE_CACHE: compileCache } }
  return watch(process.execPath, args, around, ['ignore', 'pipe', 'pipe', 'ipc'])
}

/** Runs a program to its end. @throws Error that is an Exit too, where it does not end with 0 */
export async function run(file: string, args: readonly string[], options?: ChildOptions): Promise<Exit> {
  const exit = await startChild(file, args, options).exit
  if (exit.code === 0) return exit
  throw Object.assign(new Error(`${[file, ...args].join(' ')} ${endOf(exit)}`), exit)
}

function endOf({ code, stdout, stderr }: Exit): string {
  return `ended with ${code ?? 'a signal'}: ${(stdout + stderr).slice(-5000)}`
}

function watch(
  file: string,
  args: readonly string[],
  { stdio, ...options }: ChildOptions,
  pipes: ('ignore' | 'pipe' | 'ipc')[],
): Child {
  const child = spawn(file, args, { ...options, stdio: stdio ?? pipes })
  const written = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      written[name] += text
    })
  }
  running.add(child)
  const ended = new Promise<number | undefined>((resolve, reject) => {
    // Also told of one that was stopped by its signal, which then ends like any other.
    child.on('error', (error) => child.pid === undefined && reject(error))
    child.once('exit', (code) => resolve(code ?? undefined))
  }).finally(() => running.delete(child))
  // The event 'close' does not come where this side has closed the channel.
  const closed = [child.stdout, child.stderr].map((stream) => stream && once(stream, 'close'))
  const exit = Promise.all([ended, child.channel && once(child, 'disconnect'), ...closed]).then(
    ([code]): Exit => ({ code, ...written }),
  )
  // Not everybody waits for it.
  exit.catch(() => undefined)
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await exit
  }
  return {
    exit,
    send: (message) => void child.send(message as object),
    onMessage: (listener) => void child.on('message', listener),
    next: (fits = () => true) =>
      new Promise((resolve, reject) => {
        const listener = (message: Parameters<typeof resolve>[0]): void => {
          if (!fits(message as never)) return
          child.off('message', listener)
          resolve(message)
        }
        child.on('message', listener)
        exit.then((end) => reject(new Error(`A process ${endOf(end)}`)), reject)
      }),
    async end() {
      if (child.connected) child.disconnect()
      await within(closeLimit, 'close', exit).catch(kill)
    },
    kill,
  }
}
