import { type ChildProcess, fork } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Starts a program of ours in a process of its own, which finds its options as JSON in its first argument. */
export function forkProgram(program: URL, options: object, env: Readonly<Record<string, string>> = {}): ChildProcess {
  return fork(fileURLToPath(program), [JSON.stringify(options)], {
    // Many processes load the same files.
    env: { ...process.env, ...env, NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}
