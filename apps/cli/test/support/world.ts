import { memoryTokenStore, type TokenStore } from '@fast-agent-auth/token-store'
import { run } from '../../src/run.ts'
import type { StoreKind } from '../../src/select-store.ts'
import type { World } from '../../src/world.ts'

export interface RunOptions {
  /** Lines that a person types; with these, everything is a terminal. */
  readonly answers?: readonly string[] | undefined
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  readonly env?: World['env'] | undefined
  readonly store?: TokenStore | undefined
  /** Why the store cannot be opened. */
  readonly unusable?: Error | undefined
  readonly now?: number | undefined
  readonly signal?: AbortSignal | undefined
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
  const { isTTY = options.answers !== undefined, columns, env = {}, unusable, store = memoryTokenStore() } = options
  const answers = [...(options.answers ?? [])]
  const stdout: string[] = []
  const stderr: string[] = []
  const opened: StoreKind[] = []
  const code = await run({
    argv,
    version: '1.2.3',
    env,
    stdin: { isTTY, readLine: async () => answers.shift() },
    stdout: {
      isTTY,
      columns,
      write(text) {
        stdout.push(text)
        if (/^http\S+\/authorize\?\S+\n$/.test(text)) options.browser?.(new URL(text.trim()))
      },
    },
    stderr: { isTTY, columns, write: (text) => void stderr.push(text) },
    signal: options.signal ?? new AbortController().signal,
    now: () => options.now ?? 0,
    selectStore: async (kind) => ({
      place: `the ${kind}`,
      async open() {
        opened.push(kind)
        if (unusable) throw unusable
        return store
      },
    }),
  })
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
