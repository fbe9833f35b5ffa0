import { startModule } from '../src/child.ts'
import type { Report, WorkerOptions } from './worker.ts'

/** A process that renews again and again, and what it has reported. */
export interface Worker {
  readonly name: string
  /** The turn of the record that it has. */
  turn(): string | undefined
  /** Whether it has renewed and called since `expectRenewal`. */
  renewed(): boolean
  expectRenewal(): void
  /** Whether it waits for a sign-in. */
  signedOut(): boolean
  goOn(): void
  /** The first rule that it has broken. */
  failure(): string | undefined
  /** Resolves when it is dead and all that it reported is known. */
  kill(): Promise<void>
}

/** @param onTurn told how long each turn took, in ms */
export function startWorker(options: WorkerOptions, onTurn: (length: number) => void): Worker {
  const child = startModule(new URL('worker.ts', import.meta.url), options)
  let turn: { readonly name: string; readonly began: number } | undefined
  let renewed = false
  let signedOut = false
  let killed = false
  let failure: string | undefined
  child.onMessage((report: Report) => {
    if (report.type === 'turn') turn = { name: report.turn, began: performance.now() }
    if (report.type === 'turn over' && turn) {
      onTurn(performance.now() - turn.began)
      turn = undefined
    }
    if (report.type === 'renewed') renewed = true
    if (report.type === 'signed out') signedOut = true
    if (report.type === 'failed') failure ??= report.error
  })
  child.exit.then(({ code, stderr }) => {
    if (!killed) failure ??= `ended with exit code ${code}: ${stderr}`
  })
  return {
    name: options.name,
    turn: () => turn?.name,
    renewed: () => renewed,
    expectRenewal() {
      renewed = false
    },
    signedOut: () => signedOut,
    goOn() {
      signedOut = false
      child.send('go on')
    },
    failure: () => failure,
    kill() {
      killed = true
      return child.kill()
    },
  }
}
