/** Something that a person should know, before or beside what happens. `rule` says what, and may be new. */
export interface Notice {
  readonly type: 'notice'
  readonly rule: string
  readonly serverUrl: string
  readonly message: string
  readonly issuer?: string | undefined
  readonly url?: string | undefined
}

/** Tells a notice about the server that is discovered. */
export type Notify = (notice: Pick<Notice, 'rule' | 'message' | 'issuer' | 'url'>) => void
