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

/** A store that has a connection of its own. */
export interface RedisTokenStore extends TokenStore {
  /** Ends the connection. What is under way and what comes later fails as `unavailable`. */
  close(): Promise<void>
}

/**
 * Keeps records in Redis, for all who share it. Given a URL it connects by itself on first use, and anew where the
 * connection was lost; it keeps no process alive. A client that is given stays its owner's.
 *
 * A turn is a lease, renewed while the change runs. Where it lapsed all the same, the record is written only if nobody
 * has taken the turn and it is still the one that the change was given: else the error is `lost_turn`.
 *
 * After a write that failed, an `update` that reserves room writes the present record once more before its change runs.
 *
 * Each command has 5 seconds and is sent once more where the connection breaks; the one that writes is sent again until
 * its time is over, which writes nothing twice. If it fails as `unavailable`, it may or may not have been written.
 *
 * @throws TypeError where it is given neither a URL of Redis nor a client; RangeError where a number makes no sense
 * @throws TokenStoreError, from each call, `unavailable`, `read_failed`, `write_failed`; `lost_turn` from `update`
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
      // Waiting here first, so that a process asks Redis once per key, however many calls it has.
      lock.hold(
        JSON.stringify([settings.prefix, key]),
        () => changeRecord(commands, change, { ...options, key, lease: settings.lease }),
        options,
      ),
  }
}

// One per Redis and process: stores of one Redis wait for each other here, and only one of them asks Redis for the turn.
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
