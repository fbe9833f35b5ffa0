import { doubtOf, type Families, type Family, grace } from './families.ts'

/** A call that the MCP server refused. */
export interface Refusal {
  /** The family of the token that was sent. */
  readonly family: Family | undefined
  readonly token: string | undefined
  /** The family of the last sign-in by then: another process may have signed in anew. */
  readonly newest: Family | undefined
  /** The reason; `undefined` where the server did not issue the token. */
  readonly why: string | undefined
}

interface Call {
  readonly refusals: readonly Refusal[]
  readonly steppedUp: boolean
  /** Every token is refused to it. */
  readonly hopeless: boolean
  /** The reason for which not even the next tokens were taken. */
  readonly twice?: string | undefined
}

export type Verdict = { readonly caused: string } | { readonly lost: string }

/** The MCP server's answers to each call of the clients, by the call's identifier: `<label>#<number>`. */
export interface Calls {
  isRefused(id: string): boolean
  isHopeless(id: string): boolean
  giveUp(id: string): void
  refuse(id: string, refusal: Refusal): void
  stepUp(id: string): void
  /** Whether the server is why a call ended in `login_required`. */
  judge(id: string): Verdict
}

const unknown: Call = { refusals: [], steppedUp: false, hopeless: false }

export function createCalls(families: Families): Calls {
  const calls = new Map<string, Call>()
  const read = (id: string): Call => calls.get(id) ?? unknown
  const write = (id: string, change: Partial<Call>): void => void calls.set(id, { ...read(id), ...change })

  function judge(id: string): Verdict {
    const { refusals, steppedUp, twice } = read(id)
    const last = refusals.at(-1)
    if (steppedUp) return { caused: 'asked for more scope' }
    if (!last) return { lost: 'none of its requests was refused' }
    const { family, newest, token } = last
    if (!newest) return { caused: 'nobody had signed in' }
    const reason =
      twice ?? [family, newest].map((each) => each && (each.ended ?? doubtOf(each))).find((why) => why !== undefined)
    if (reason !== undefined) return { caused: reason }
    if (family !== newest && newest.signedInAt + grace > Date.now()) return { caused: 'signed in meanwhile' }
    const sent = token === undefined ? 'no token was sent' : 'it was refreshable'
    return { lost: `${sent}, and the server had not ended the sign-in` }
  }

  return {
    isRefused: (id) => read(id).refusals.length > 0,
    isHopeless: (id) => read(id).hopeless,
    giveUp: (id) => write(id, { hopeless: true }),
    refuse(id, refusal) {
      const { refusals } = read(id)
      const { family, token, why } = refusal
      // A new token may be sent once more.
      if (token !== undefined && refusals.filter((earlier) => earlier.token === token).length > 1)
        families.accuse(`${id}: a token was sent again and again after it was refused`)
      const again = refusals.some((earlier) => earlier.token !== undefined) && why !== undefined
      const twice = again ? `what was just granted was refused (${why})` : read(id).twice
      if (family && again) Object.assign(family, { doubt: { why: twice }, troubledAt: Date.now() })
      write(id, { refusals: [...refusals, refusal], twice, steppedUp: false })
    },
    stepUp: (id) => write(id, { steppedUp: true }),
    judge,
  }
}
