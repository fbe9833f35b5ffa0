/** Parts that the other packages of fast-agent-auth share. They promise nothing and may change in any release. */
export { isOfLaterVersion, laterVersionMessage } from './later-version.ts'
export { createProcessLock, type NamedLock } from './process-lock.ts'
export { withTimeLimit } from './with-time-limit.ts'
