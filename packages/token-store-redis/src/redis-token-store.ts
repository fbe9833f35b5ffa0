import type { TokenStore } from '@fast-agent-auth/token-store'
import { createProcessLock, type NamedLock } from '@fast-agent-auth/token-store/internal'
import { changeRecord } from './change-record.ts'
import type { Connection } from './connection.ts'
import { createRecordCommands } from './record-commands.ts'
import { clientConnection, type RedisClient } from './redis-client.ts'
import { checkOptions, type RedisTokenStoreOptions, type Settings } from './redis-options.ts'
import { parseRedisUrl } from './redis-url.ts'
import { createSendCommand } from './send-command.ts'
import { openConnection } from './url-connection.ts'

/** A store that opened its own connection. */
export interface RedisTokenStore extends TokenStore {
  /** Ends the connection. Calls under way and later calls fail as `unavailable`. */
  close(): Promise<void>
}

/**
 * Keeps records in Redis, for all processes that share it. With a URL, the store connects on first use, reconnects after the
 * connection was lost, and keeps no process alive. A given client is yours to connect and to close.
 *
 * A turn is a lease, renewed while the change runs. If the lease lapsed, the record is written only if no other worker has
 * taken the turn and the record is still the one that the change got. Otherwise the error is `lost_turn`.
 *
 * After a failed write, an `update` that reserves room first writes the present record once more, before its change runs.
 *
 * Each command has 5 seconds and is sent once more if the connection breaks. A write is sent again until its time is over,
 * and never done twice. A write that fails as `unavailable` may or may not have been done.
 *
 * @example
 * ```ts
 * const store = redisTokenStore('redis://localhost:6379', { prefix: 'my-agent:' })
 * await store.update('visits', async (record) => String(Number(record ?? 0) + 1))
 * await store.close()
 * ```
 *
 * @throws TypeError for a target that is neither a URL of Redis nor a client; RangeError for an invalid `ttl` or `lease`
 * @throws TokenStoreError, from each call: `unavailable`, `read_failed` or `write_failed`; `lost_turn` from `update`
 */
export function redisTokenStore(url: string, options?: RedisTokenStoreOptions): RedisTokenStore
export function redisTokenStore(client: RedisClient, options?: RedisTokenStoreOptions): TokenStore
export function redisTokenStore(
  target: string | RedisClient,
  options: RedisTokenStoreOptions = {},
): TokenStore | RedisTokenStore {
  const settings = checkOptions(options)
  if (typeof target !== 'string') return createStore(clientConnection(target), target, settings)
  const url = parseRedisUrl(target)
  const connection = openConnection(url)
  return { ...createStore(connection, url.place, settings), close: connection.close }
}

function createStore(connection: Connection, target: string | object, settings: Settings): TokenStore {
  const commands = createRecordCommands(createSendCommand(connection), settings)
  const lock = processLockOf(target)

  return {
    get: commands.get,
    keys: commands.keys,
    update: (key, change, options = {}) =>
      // The calls of this process wait for each other first, so that only one at a time asks Redis for a key.
      lock.hold(
        JSON.stringify([settings.prefix, key]),
        () => changeRecord(commands, change, { ...options, key, lease: settings.lease }),
        options,
      ),
  }
}

// The stores of one Redis in this process share a lock, so that only one at a time asks Redis for the turn.
const locksOfClients = new WeakMap<object, NamedLock>()
const locksOfDatabases = new Map<string, NamedLock>()

function processLockOf(target: object | string): NamedLock {
  const present = typeof target === 'string' ? locksOfDatabases.get(target) : locksOfClients.get(target)
  if (present) return present
  const lock = createProcessLock()
  if (typeof target === 'string') locksOfDatabases.set(target, lock)
  else locksOfClients.set(target, lock)
  return lock
}
