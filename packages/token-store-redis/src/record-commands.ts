import { TokenStoreError } from '@fast-agent-auth/token-store'
import type { Settings } from './redis-options.ts'
import { endTurn, listKeys, releaseTurn, renewTurn, takeTurn } from './scripts.ts'
import type { SendCommand } from './send-command.ts'

/** The holder of a key's turn, or a caller that wants it. */
export interface Turn {
  readonly key: string
  /** A random text, different for each turn. */
  readonly holder: string
}

/** The stored record; `undefined` if there is none. */
export interface StoredRecord {
  readonly record: string | undefined
}

/** The operations of the store. Each sends one command to Redis. */
export interface RecordCommands {
  get(key: string): Promise<string | undefined>
  keys(): Promise<string[]>
  /** Returns `undefined` if another caller has the turn. */
  take(turn: Turn): Promise<StoredRecord | undefined>
  /** Restarts the time of the lease if `turn` still has it. */
  renew(turn: Turn): Promise<void>
  /**
   * Writes the record and gives the turn back, if `turn` still has the turn, or if nobody has it and the record is still
   * `given`. Otherwise writes nothing, leaves the turn to its holder, and returns `false`.
   */
  end(turn: Turn, given: string | undefined, next: string | undefined): Promise<boolean>
  /** Whether the last write by these commands failed. */
  readonly lastWrite: { readonly failed: boolean }
  /** Gives the turn back without writing, if `turn` still has it. */
  release(turn: Turn): Promise<void>
}

export function createRecordCommands(send: SendCommand, { prefix, ttl, lease }: Settings): RecordCommands {
  const lastWrite = { failed: false }
  const index = `${prefix}keys`
  const recordOf = (key: string) => `${prefix}record:${key}`
  const leaseOf = (key: string) => `${prefix}lease:${key}`

  return {
    get: async (key) => parseRecord(await send('read', ['GET', recordOf(key)])),
    keys: async () => parseKeys(await send('read', run(listKeys, [index, recordOf('')]))),
    take: async ({ key, holder }) =>
      parseTaken(await send('turn', run(takeTurn, [leaseOf(key), recordOf(key)], holder, String(lease)))),
    renew: async ({ key, holder }) => {
      await send('turn', run(renewTurn, [leaseOf(key)], holder, String(lease)))
    },
    end: async ({ key, holder }, given, next) => {
      const names = [leaseOf(key), recordOf(key), index]
      const parameters = [holder, key, String(ttl ?? ''), ...optional(given), ...optional(next)]
      try {
        const reply = await send('write', run(endTurn, names, ...parameters))
        lastWrite.failed = false
        return reply === 'written'
      } catch (error) {
        lastWrite.failed = true
        throw error
      }
    },
    lastWrite,
    release: async ({ key, holder }) => {
      await send('turn', run(releaseTurn, [leaseOf(key)], holder))
    },
  }
}

/** The command for a script. It has the text of the script, since a hash would need a second command if Redis has dropped it. */
function run(script: string, names: readonly string[], ...parameters: readonly string[]): string[] {
  return ['EVAL', script, String(names.length), ...names, ...parameters]
}

function optional(record: string | undefined): [string, string] {
  return record === undefined ? ['none', ''] : ['some', record]
}

function parseTaken(reply: unknown): StoredRecord | undefined {
  if (reply === null) return undefined
  if (!Array.isArray(reply)) throw unexpected()
  return { record: parseRecord(reply[0]) }
}

function parseRecord(reply: unknown): string | undefined {
  if (reply === null) return undefined
  if (typeof reply !== 'string') throw unexpected()
  return reply
}

function parseKeys(reply: unknown): string[] {
  if (!Array.isArray(reply) || !reply.every((key) => typeof key === 'string')) throw unexpected()
  return reply
}

function unexpected(): TokenStoreError {
  const message =
    'The Redis client changes the replies of Redis: give the store a client that returns strings as they are, ' +
    'without a mapping of types and not in legacy mode.'
  return new TokenStoreError('read_failed', message)
}
