export type { IoRedisClient, NodeRedisClient, RedisClient } from './redis-client.ts'
export type { RedisTokenStoreOptions } from './redis-options.ts'
export { type RedisTokenStore, redisTokenStore } from './redis-token-store.ts'
