/** Another process that has opened the same store. */
export interface OtherProcess {
  /** Adds 1 to the number under a key, one turn at a time. */
  increment(key: string, times: number): Promise<void>
  /** Resolves when the process has begun a change of the record; the change lasts until `release`. */
  hold(key: string, record: string): Promise<void>
  /** Ends the change that `hold` began; resolves when the record is written. */
  release(): Promise<void>
  /** Suspends the process, as Ctrl-Z and a debugger do. */
  stop(): void
  resume(): void
  /** Kills the process without a chance to tidy up, as a power cut would. */
  kill(): Promise<void>
}

/** A command to the other process. The reply is `{}`, or has the reason of the failure. */
export type Command =
  | { readonly order: 'increment'; readonly key: string; readonly times: number }
  | { readonly order: 'hold'; readonly key: string; readonly record: string }
  | { readonly order: 'release' }

export interface Reply {
  readonly failure?: string | undefined
}

export async function startProcess(module: string | URL, place: string): Promise<OtherProcess> {
  // Imported here, since the rest of the contract also runs in environments without processes.
  const [{ fork }, { default: events }, { createRequire }] = await Promise.all([
    import('node:child_process'),
    import('node:events'),
    import('node:module'),
  ])
  const program = createRequire(import.meta.url).resolve('@fast-agent-auth/token-store/testing-process')
  const child = fork(program, [String(module), place], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  const exit = events.once(child, 'exit')
  let said = ''
  child.stderr?.on('data', (data) => {
    said += data
  })

  async function answer(): Promise<void> {
    const ended = exit.then(() => [{ failure: `The process ended: ${said}` }])
    const [answered]: Reply[] = await Promise.race([events.once(child, 'message'), ended])
    if (answered?.failure !== undefined) throw new Error(answered.failure)
  }
  const ask = async (order: Command): Promise<void> => {
    child.send(order)
    await answer()
  }

  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await exit
  }
  // The first message says that the store is open.
  await answer().catch(async (error: unknown) => {
    await kill()
    throw error
  })
  return {
    increment: (key, times) => ask({ order: 'increment', key, times }),
    hold: (key, record) => ask({ order: 'hold', key, record }),
    release: () => ask({ order: 'release' }),
    stop: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    kill,
  }
}
