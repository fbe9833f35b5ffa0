import type { Resources } from './resources.ts'
import type { Sabotage } from './sabotage.ts'

/** What a process of clients is. */
export interface ClientOptions {
  readonly name: string
  readonly seed: number
  readonly sites: readonly { readonly name: string; readonly url: string }[]
  /** Whom to ask what the server knows. */
  readonly referee: string
  readonly accounts: readonly Account[]
  /** Of the store that it shares with other processes. Without it, it keeps tokens in memory. */
  readonly folder?: string | undefined
  /** What is broken on purpose, to see that it is found. */
  readonly sabotage?: Sabotage | undefined
}

/** Whose tokens they are, on every site. */
export interface Account {
  readonly name: string
  readonly interactive: false | 'on-demand'
}

/** It works until it is told to stop, when the server behaves again; then all servers go, and it is asked what it holds. */
export type Order = 'stop' | 'count'

export type Report =
  /** Something of ours that others may see: an event, or all that hangs on an error. */
  | { readonly type: 'text'; readonly text: string }
  /** What must never happen. */
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
