import { once } from 'node:events'
import { forkProgram } from '../src/fork-program.ts'
import { within } from '../src/within.ts'
import type { Answer, Question, WorkerOptions } from './worker.ts'

/** A process of a fleet. */
export interface Worker {
  readonly started: Promise<unknown>
  /** One question at a time. */
  ask(question: Question): Promise<number>
  stop(): Promise<void>
}

/** How long an answer may take, in ms: longer than what a question asks for. */
const answerLimit = 45_000
/** How long it may take to close, in ms. Then it is killed. */
const closeLimit = 6_000

export function startWorker(options: WorkerOptions, env: Readonly<Record<string, string>>): Worker {
  const child = forkProgram(new URL('worker.ts', import.meta.url), options, env)
  const exit = once(child, 'exit')
  const answer = async (what: string): Promise<number> => {
    const dead = exit.then(() => {
      throw new Error(`${what}: a process ended`)
    })
    const [message]: Answer[] = await within(answerLimit, what, Promise.race([once(child, 'message'), dead]))
    if (!message || 'error' in message) throw new Error(`${what}: ${message?.error}`)
    return message.value
  }
  const started = answer('start')
  // Nobody may be waiting for it any more.
  started.catch(() => undefined)
  return {
    started,
    ask(question) {
      child.send(question)
      return answer(typeof question === 'string' ? question : 'open')
    },
    async stop() {
      if (child.connected) child.disconnect()
      await within(closeLimit, 'close', exit).catch(() => child.kill('SIGKILL'))
      await exit
    },
  }
}
