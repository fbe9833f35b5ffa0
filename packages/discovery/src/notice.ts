/**
 * A fact that a person should know, and that does not end the work. `rule` names it; new rules may come in any release.
 */
export interface NoticeEvent {
  readonly type: 'notice'
  readonly rule: string
  readonly serverUrl?: string | undefined
  readonly message: string
  readonly issuer?: string | undefined
  readonly url?: string | undefined
}

/** Sends a notice about the server that is discovered. */
export type Notify = (notice: Pick<NoticeEvent, 'rule' | 'message' | 'issuer' | 'url'>) => void
