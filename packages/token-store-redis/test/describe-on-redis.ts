import { afterAll, beforeAll, describe } from 'vitest'
import { missingRedis, type RedisServer, startRedis } from './redis-server.ts'

/**
 * Tests on a Redis of their own.
 *
 * Without Redis the tests are skipped with the package to install; in CI on Linux they fail.
 */
export function describeOnRedis(
  name: string,
  body: (redis: () => RedisServer) => void,
  options: readonly string[] = [],
): void {
  const missing = missingRedis()
  if (missing) process.stderr.write(`Left out ${name}: ${missing}\n`)
  const mustRun = process.env.CI && process.platform === 'linux'
  describe.skipIf(missing && !mustRun)(missing ? `${name} (${missing})` : name, () => {
    let server: RedisServer | undefined
    beforeAll(async () => {
      server = await startRedis(...options)
    })
    afterAll(() => server?.remove())

    body(() => {
      if (!server) throw new Error('Redis has not been started')
      return server
    })
  })
}
