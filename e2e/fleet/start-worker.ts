import { startModule } from '../src/child.ts'
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

export function startWorker(options: WorkerOptions, env: Readonly<Record<string, string>>): Worker {
  const child = startModule(new URL('worker.ts', import.meta.url), options, { env })
  const answer = async (what: string): Promise<number> => {
    const message = await within(answerLimit, what, child.next<Answer>())
    if ('error' in message) throw new Error(`${what}: ${message.error}`)
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
    stop: () => child.end(),
  }
}
