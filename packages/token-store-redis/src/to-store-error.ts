import { TokenStoreError, type TokenStoreErrorCode } from '@fast-agent-auth/token-store'
import { replyCode } from './reply-code.ts'

/** The purpose of a command. A record that is written may hold a token that cannot be had again, so a write is retried longer. */
export type Purpose = 'read' | 'turn' | 'write'

/** Redis did not answer within the limit of one command. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError'
}

/** Turns a failure into an error that says what to do next. `name` is the name of Redis in messages, without credentials. */
export function toStoreError(cause: unknown, name: string, purpose: Purpose): TokenStoreError {
  if (cause instanceof TokenStoreError) return cause
  const { code, what } = describe(cause, name, purpose)
  const unknown = code === 'unavailable' && purpose === 'write'
  const message = unknown ? `${what} It is not known whether the change was written: read the record again.` : what
  return new TokenStoreError(code, message, { cause: withoutCommand(cause) })
}

interface Failure {
  readonly code: TokenStoreErrorCode
  readonly what: string
}

function describe(cause: unknown, name: string, purpose: Purpose): Failure {
  const word = replyCode(cause)
  if (word === undefined) return { code: 'unavailable', what: unreachable(cause, name) }
  const [code, advice] = replies[word] ?? [undefined, 'see the cause of this error']
  const failed = purpose === 'read' ? 'read_failed' : 'write_failed'
  return { code: code ?? failed, what: `${name} refused the command (${word}): ${advice}.` }
}

function unreachable(cause: unknown, name: string): string {
  const said = cause instanceof Error ? cause.message : ''
  if (cause instanceof TimeLimitError) {
    return (
      `${name} did not answer within 5 s: check that it is running and not overloaded, and that nothing on the way to ` +
      'it drops the connection.'
    )
  }
  // The exact messages of redis and ioredis.
  if (/^(The client|Connection) is closed/.test(said)) {
    return (
      `${name} cannot be reached, since the client is not connected: connect it first, and do not close it while the ` +
      'store is in use.'
    )
  }
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? ` (${cause.code})` : ''
  if (/SELF_SIGNED_CERT|UNABLE_TO_(VERIFY|GET)_/.test(code)) {
    return (
      `${name} cannot be reached${code}: its certificate is signed by an authority that Node does not know. Set ` +
      'NODE_EXTRA_CA_CERTS=/path/to/ca.pem to the certificate of that authority, or NODE_USE_SYSTEM_CA=1 if this ' +
      'system knows it (Node 22.19, 24.6 or newer).'
    )
  }
  return (
    `${name} cannot be reached${code}: check that it is running, that host and port are right and, for rediss, that it ` +
    'speaks TLS with a certificate that is trusted here.'
  )
}

const password = 'it wants another user name or password: put them into its URL'
const later = 'it is not ready: try again in a moment'
const slots =
  'on Redis Cluster all names have to be in one slot: give a cluster client, and a prefix with braces such as ' +
  '{fast-agent-auth}:'

/** The error code and advice for each first word of a reply; no code if it depends on the purpose. */
const replies: Readonly<Record<string, readonly [TokenStoreErrorCode | undefined, string]>> = {
  NOAUTH: ['unavailable', password],
  WRONGPASS: ['unavailable', password],
  LOADING: ['unavailable', later],
  BUSY: ['unavailable', later],
  TRYAGAIN: ['unavailable', later],
  MASTERDOWN: ['unavailable', later],
  CLUSTERDOWN: ['unavailable', later],
  NOREPLICAS: ['unavailable', 'too few of its replicas are connected: check that they run, and try again'],
  NOPERM: [undefined, 'allow this user GET, EVAL and the commands in its scripts, for all names with the prefix'],
  READONLY: [undefined, 'it is a replica: give the primary instead'],
  OOM: [undefined, 'it is full: give it more memory, or delete records that are not needed'],
  MISCONF: [undefined, 'it cannot save to its disk: free disk space, and see its log'],
  WRONGTYPE: [undefined, 'other data is stored under this prefix: choose another prefix'],
  CROSSSLOT: [undefined, slots],
  MOVED: [undefined, slots],
}

/** An error without its command: ioredis puts the command with its parameters, and so the record, into its errors. */
function withoutCommand(cause: unknown): unknown {
  if (!(cause instanceof Error && 'command' in cause)) return cause
  const { name, message, stack } = cause
  return Object.assign(new Error(message), { name, stack })
}
