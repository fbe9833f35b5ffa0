/** Parts that the other packages of fast-agent-auth share. They promise nothing and may change in any release. */
export type { Outcome, Quote } from './redirect.ts'
