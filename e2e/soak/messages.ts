import type { Resources } from './resources.ts'
import type { Sabotage } from './sabotage.ts'

/** The options of a process of clients. */
export interface ClientOptions {
  readonly name: string
  readonly seed: number
  readonly sites: readonly { readonly name: string; readonly url: string }[]
  /** The origin that tells what the servers know. */
  readonly referee: string
  readonly accounts: readonly Account[]
  /** The folder of a store that other processes share. Without it, tokens are kept in memory. */
  readonly folder?: string | undefined
  /** A fault that is made on purpose, to see that it is found. */
  readonly sabotage?: Sabotage | undefined
}

/** A person's account, on every site. */
export interface Account {
  readonly name: string
  readonly interactive: boolean
}

/** A process works until it is told to stop, when the servers behave again; then these go, and its handles are counted. */
export type Order = 'stop' | 'count'

export type Report =
  /** An event of ours, or all that hangs on an error: others may see it. */
  | { readonly type: 'text'; readonly text: string }
  /** A rule that does not hold. */
  | { readonly type: 'failure'; readonly about: Rule; readonly what: string }
  | { readonly type: 'stopped'; readonly outcomes: Tally; readonly losses: Tally; readonly samples: readonly number[] }
  | { readonly type: 'counted'; readonly before: Resources; readonly after: Resources }

export type Tally = readonly (readonly [string, number])[]

export const rules = [
  'no sign-in is lost that the server did not end',
  'no refresh token is sent once it was replaced, nothing to anybody else, and no window without need',
  'every failure is an error of ours with its code, or one of the network',
  'nothing hangs',
  'no secret is in an event, an error or on a screen',
  'all handles are closed',
  'memory stays flat',
  'everybody works again once the server behaves',
  'enough went wrong, and enough was answered',
] as const

export type Rule = (typeof rules)[number]
