import type { Figures, Row } from './row.ts'

/** A row with its figures, or with the reason why there are none. */
export interface Measured {
  readonly row: Row
  readonly figures?: Figures | undefined
  readonly problem?: string | undefined
  /** It went wrong before a call was made. */
  readonly unprepared?: boolean | undefined
  /** For want of a part of the system. */
  readonly skipped?: boolean | undefined
}
