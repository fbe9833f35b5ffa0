import { memoryTokenStore, type TokenStore } from '@fast-agent-auth/token-store'
import { run } from '../../src/run.ts'
import type { StoreKind } from '../../src/stores/store-name.ts'
import type { World } from '../../src/world.ts'
import { assertNoLibraryWords } from './library-words.ts'

export interface RunOptions {
  /** Lines that a person types; with these, everything is a terminal. */
  readonly answers?: readonly string[] | undefined
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  readonly env?: World['env'] | undefined
  readonly store?: TokenStore | undefined
  /** The store of files, where that is another one. */
  readonly files?: TokenStore | undefined
  /** The error of opening the store. */
  readonly unusable?: Error | undefined
  readonly now?: number | undefined
  /** In ms; without it no wait is long enough to be told of. */
  readonly patience?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly cwd?: string | undefined
  /** The words by which the person starts the program. */
  readonly invocation?: string | undefined
  /** Texts that a person pastes. */
  readonly pasted?: readonly string[] | undefined
  /** All of the standard input. */
  readonly input?: string | undefined
  readonly surroundings?: Partial<World['surroundings']> | undefined
  readonly selectStore?: World['selectStore'] | undefined
  readonly stdin?: Partial<World['stdin']> | undefined
  /** The terminal for both outputs, instead of one that keeps the text. */
  readonly screen?: World['stdout'] | undefined
  /** Opens the link of a sign-in, when it is printed. */
  readonly browser?: ((url: URL) => Promise<void>) | undefined
}

export interface Finished {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  readonly opened: readonly StoreKind[]
}

/** Runs the program within this process. */
export async function runHere(argv: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const { columns, unusable, store = memoryTokenStore() } = options
  const isTTY = options.isTTY ?? (options.answers ?? options.pasted) !== undefined
  // A display, or nobody could be asked without a terminal.
  const { env = { DISPLAY: ':0' } } = options
  const pasted = [...(options.pasted ?? [])]
  const answers = [...(options.answers ?? [])]
  const stdout: string[] = []
  const stderr: string[] = []
  const opened: StoreKind[] = []
  const openLink = (text: string): void => {
    const link = /(?<=^|^\{"type":"authorization_url","url":")http[^\s"]+\/authorize\?[^\s"]+/m.exec(text)?.[0]
    if (link) options.browser?.(new URL(link))
  }
  const code = await run({
    argv,
    version: '1.2.3',
    invocation: options.invocation ?? 'fast-agent-auth',
    env,
    stdin: {
      isTTY,
      readLine: async () => answers.shift(),
      readPasted: async (signal) =>
        pasted.shift() ?? new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined))),
      readAll: async () => options.input ?? '',
      ...options.stdin,
    },
    cwd: options.cwd ?? '/nowhere/at/all',
    home: undefined,
    surroundings: {
      platform: 'linux',
      user: () => 'me',
      host: () => 'machine',
      isContainer: () => false,
      ...options.surroundings,
    },
    stdout: options.screen ?? {
      isTTY,
      columns,
      write(text) {
        stdout.push(text)
        openLink(text)
      },
    },
    stderr: options.screen ?? {
      isTTY,
      columns,
      write(text) {
        stderr.push(text)
        openLink(text)
      },
    },
    signal: options.signal ?? new AbortController().signal,
    now: () => options.now ?? 0,
    // However slow the machine: what is said depends on the command alone.
    patience: options.patience ?? 2 ** 31 - 1,
    selectStore:
      options.selectStore ??
      (async (kind) => ({
        location: `the ${kind}`,
        exists: () => kind !== 'file' || options.files !== undefined,
        async open() {
          opened.push(kind)
          if (kind === 'memory') return memoryTokenStore()
          if (unusable && !(kind === 'file' && options.files)) throw unusable
          return (kind === 'file' && options.files) || store
        },
      })),
  })
  assertNoLibraryWords(stdout.join('') + stderr.join(''))
  return {
    code,
    opened,
    // As they are when they are looked at: a command may go on after an interruption.
    get stdout() {
      return stdout.join('')
    },
    get stderr() {
      return stderr.join('')
    },
  }
}
