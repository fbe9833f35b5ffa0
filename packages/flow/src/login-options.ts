import type { BearerChallenge } from '@fast-agent-auth/discovery'

export interface LoginOptions {
  /** Why a request was refused, from a `login_required` error. */
  readonly challenge?: BearerChallenge | undefined
  /** The scope to ask for this time, instead of the one in the options. */
  readonly scope?: string | undefined
  /** Asks the person although there are usable tokens. */
  readonly force?: boolean | undefined
  /** Asks the person, and registers a new client first, where clients register themselves. */
  readonly registerAnew?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}
