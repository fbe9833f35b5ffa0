import type { TokenStore } from '@fast-agent-auth/token-store'
import type { Report, Rule, Tally } from './messages.ts'
import type { Sabotage } from './sabotage.ts'
import { typedCode } from './typed-code.ts'

/** The parts that all sessions in a process of clients share. */
export interface Context {
  readonly store: TokenStore
  readonly sabotage: Sabotage | undefined
  stopped(): boolean
  stop(): void
  /** Reports a value that others may see, to be searched for secrets. */
  tell(value: unknown): void
  tally(outcome: string): void
  lose(reason: string): void
  fail(about: Rule, what: string): void
  /** Tallies an error that ours may throw, and fails for any other. */
  judge(error: unknown, doing: string): void
  /** Asks the referee. */
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

/** The error of `within`. */
function isLate(error: unknown): error is Error {
  return error instanceof Error && /took more than \d+ s$/.test(error.message)
}

export function described(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? '' : ` (${described(error.cause)})`
  return `${error.stack ?? error.message}${cause}`
}

/** `fetch` itself failed, or the body that it gave. */
export function isNetworkError(error: unknown): boolean {
  return (
    error instanceof TypeError && ['fetch failed', 'terminated'].includes(error.message) && error.cause instanceof Error
  )
}

/** Every text in a value and in all that hangs on it: members that are hidden, causes, stacks and bytes too. */
function textsOf(value: unknown): string {
  const texts = new Set<string>()
  const seen = new Set<object>()
  const look = (part: unknown): void => {
    if (typeof part === 'string') texts.add(part)
    if (typeof part !== 'object' || part === null || seen.has(part)) return
    seen.add(part)
    if (part instanceof Uint8Array) texts.add(Buffer.from(part).toString('latin1'))
    else if (part instanceof URL) texts.add(part.href)
    else if (part instanceof Map || part instanceof Set) for (const entry of part) look(entry)
    else for (const key of Reflect.ownKeys(part)) look(Reflect.get(part, key))
  }
  look(value)
  return [...texts].join('\n')
}
