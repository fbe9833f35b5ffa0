import type { Connection } from './connection.ts'

/** The part of a client or pool of `redis` or `@redis/client` that is used. The client must be connected. */
export interface NodeRedisClient {
  sendCommand(command: string[]): Promise<unknown>
}

/** The part of a client or cluster of `ioredis` that is used. */
export interface IoRedisClient {
  call(command: string, ...parameters: string[]): Promise<unknown>
}

export type RedisClient = NodeRedisClient | IoRedisClient

/** @throws TypeError for a client of another kind */
export function clientConnection(client: RedisClient): Connection {
  return { name: 'Redis', load: async () => undefined, send: sendThrough(client), giveUp: () => undefined }
}

function sendThrough(client: RedisClient): Connection['send'] {
  // Checked first, since ioredis has a `sendCommand` too, with other parameters.
  if (isIoRedis(client)) return ([command = '', ...parameters]) => client.call(command, ...parameters)
  if (!isNodeRedis(client)) throw new TypeError(unknownClient)
  // The `sendCommand` of a cluster or sentinel takes other parameters first.
  if (client.sendCommand.length > 2) throw new TypeError(unknownCluster)
  return (command) => client.sendCommand([...command])
}

const unknownClient =
  'redisTokenStore needs a URL (redis://… or rediss://…), or a client of redis, @redis/client or ioredis: ' +
  'an object that has sendCommand(command) or call(command, ...parameters).'

const unknownCluster =
  'A cluster or sentinel of redis takes commands in another form: ' +
  'give { sendCommand: (command) => … }, which passes them on; for a cluster, with the prefix as the first key.'

function isIoRedis(client: unknown): client is IoRedisClient {
  return isObject(client) && 'call' in client && typeof client.call === 'function'
}

function isNodeRedis(client: unknown): client is NodeRedisClient {
  return isObject(client) && 'sendCommand' in client && typeof client.sendCommand === 'function'
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
