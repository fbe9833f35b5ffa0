import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { compileCache } from '../src/fork-program.ts'

/** A process of this test. */
export interface Child {
  readonly process: ChildProcess
  /** All that it has written to the screen. */
  output(): string
  /** The next message of a type; rejects where the process ends before. */
  next<Message extends { readonly type: string }>(type: Message['type']): Promise<Message>
  /** Resolves when it has ended. */
  end(): Promise<void>
}

/** Starts a program of this folder, which finds its options as JSON in its first argument. */
export function startChild(program: string, options: object): Child {
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), [JSON.stringify(options)], {
    execArgv: ['--expose-gc'],
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const exit = once(child, 'exit')
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  return {
    process: child,
    output: () => output,
    next: (type) =>
      new Promise((resolve, reject) => {
        child.on('message', (message: Parameters<typeof resolve>[0] & { readonly type: string }) => {
          if (message.type === type) resolve(message)
        })
        exit.then(([code]) => reject(new Error(`${program} ended with ${code}: ${output.slice(-2000)}`)))
      }),
    async end() {
      if (child.connected) child.disconnect()
      await exit
    },
  }
}
