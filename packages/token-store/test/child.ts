import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export interface Child {
  /** Resolves when the child has printed `text`; rejects where it ends before. */
  printed(text: string): Promise<void>
  /** Kills the process without a chance to tidy up, as a power cut would. */
  kill(): Promise<void>
  /** The output of the process, when it has ended by itself. */
  ended(): Promise<string>
}

/** Starts `children/<name>.ts` as a process of its own. */
export function startChild(name: string, ...parameters: readonly string[]): Child {
  const script = fileURLToPath(new URL(`children/${name}.ts`, import.meta.url))
  return watch(spawn(process.execPath, [script, ...parameters], { stdio: ['ignore', 'pipe', 'pipe'] }))
}

export function watch(child: ChildProcess): Child {
  let output = ''
  const exit = once(child, 'close')
  child.stdout?.on('data', (data) => {
    output += data
    child.emit('output')
  })
  child.stderr?.on('data', (data) => {
    output += data
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const endedEarly = () => new Error(`The child ended too early: ${output}`)

  return {
    printed: async (text) => {
      while (!output.includes(text)) {
        if (child.exitCode !== null || child.signalCode !== null) throw endedEarly()
        await Promise.race([once(child, 'output'), exit])
      }
    },
    kill: async () => {
      child.kill('SIGKILL')
      await exit
    },
    ended: async () => {
      await exit
      if (child.exitCode !== 0) throw endedEarly()
      return output
    },
  }
}
