import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Many processes load the same files. In a folder of ours: code from the system's temporary one could be anybody's. */
export const compileCache: string = fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url))

/** Starts a program of ours in a process of its own, which finds its options as JSON in its first argument. */
export function forkProgram(program: URL, options: object, env: Readonly<Record<string, string>> = {}): ChildProcess {
  return fork(fileURLToPath(program), [JSON.stringify(options)], {
    env: { ...process.env, ...env, NODE_COMPILE_CACHE: compileCache },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}
