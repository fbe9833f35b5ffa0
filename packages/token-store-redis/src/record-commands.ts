import { TokenStoreError } from '@fast-agent-auth/token-store'
import type { Settings } from './redis-options.ts'
import { endTurn, listKeys, releaseTurn, renewTurn, takeTurn } from './scripts.ts'
import type { SendCommand } from './send-command.ts'

/** Who has, or wants, the turn of a key. */
export interface Turn {
  readonly key: string
  /** Random: no two turns have the same. */
  readonly holder: string
}

/** A record, or that there is none. */
export interface StoredRecord {
  readonly record: string | undefined
}

/** What is asked of Redis: one command each. */
export interface RecordCommands {
  get(key: string): Promise<string | undefined>
  keys(): Promise<string[]>
  /** `undefined` where another has the turn. */
  take(turn: Turn): Promise<StoredRecord | undefined>
  /** Makes the lease last from now on, if the turn is still ours. */
  renew(turn: Turn): Promise<void>
  /**
   * Writes and gives the turn back. Only if the turn is ours, or nobody's while the record is still the one that was
   * given: else nothing is written, the turn stays whose it is, and the answer is `false`.
   */
  end(turn: Turn, given: string | undefined, next: string | undefined): Promise<boolean>
  /** Of those who wrote by these commands. */
  readonly lastWrite: { readonly failed: boolean }
  /** Gives the turn back without writing, if it is ours. */
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

/** Not by its hash, which needs a second command wherever Redis has forgotten the script. */
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
    'The Redis client gave a reply of another kind than Redis does: give one that returns strings as they are, ' +
    'without a mapping of types and not in legacy mode.'
  return new TokenStoreError('read_failed', message)
}
