import type { TokenStore } from '@fast-agent-auth/token-store'
import type { Report, Rule, Tally } from './messages.ts'
import type { Sabotage } from './sabotage.ts'
import { textsOf } from './texts-of.ts'
import { isNetworkError, typedCode } from './typed-errors.ts'

/** What everything in a process of clients shares. */
export interface Context {
  readonly store: TokenStore
  readonly sabotage: Sabotage | undefined
  stopped(): boolean
  stop(): void
  /** Hands on what others may see, to be searched for secrets. */
  tell(value: unknown): void
  tally(outcome: string): void
  lose(reason: string): void
  fail(about: Rule, what: string): void
  /** Whether what was thrown may be thrown by ours, and by what it is asked for. */
  judge(error: unknown, doing: string): void
  /** What the server knows. */
  ask(what: 'judge' | 'journal' | 'signed-out', of: string): Promise<unknown>
  outcomes(): Tally
  losses(): Tally
}

export interface ContextOptions {
  readonly store: TokenStore
  readonly referee: string
  readonly sabotage: Sabotage | undefined
  readonly report: (report: Report) => void
}

export function createContext({ store, referee, sabotage, report }: ContextOptions): Context {
  const outcomes = new Map<string, number>()
  const losses = new Map<string, number>()
  let stopped = false
  const tally = (outcome: string): void => increment(outcomes, outcome)
  const tell = (value: unknown): void => report({ type: 'text', text: textsOf(value) })
  const fail = (about: Rule, what: string): void => report({ type: 'failure', about, what })
  return {
    store,
    sabotage,
    stopped: () => stopped,
    stop() {
      stopped = true
    },
    tell,
    tally,
    lose: (reason) => increment(losses, reason),
    fail,
    judge(error, doing) {
      tell(error)
      const code = typedCode(error)
      if (code !== undefined) tally(`error ${code}`)
      else if (isNetworkError(error)) tally('error of the network')
      else if (isLate(error)) fail('nothing hangs', `${error.message}: ${doing}`)
      else
        fail('every failure is an error of ours with its code, or one of the network', `${doing}: ${described(error)}`)
    },
    async ask(what, of) {
      const answer = await fetch(`${referee}/${what}?of=${encodeURIComponent(of)}`)
      return answer.json()
    },
    outcomes: () => [...outcomes],
    losses: () => [...losses],
  }
}

function increment(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

/** As `within` says it. */
function isLate(error: unknown): error is Error {
  return error instanceof Error && /took more than \d+ s$/.test(error.message)
}

export function described(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? '' : ` (${described(error.cause)})`
  return `${error.stack ?? error.message}${cause}`
}
