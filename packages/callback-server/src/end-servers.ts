import type { Server } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * Closes servers and every connection to them, once what was sent is delivered.
 *
 * @param grace milliseconds for a browser that does not take its page
 */
export async function endServers(servers: readonly Server[], delivered: Promise<void>, grace = 1_000): Promise<void> {
  const ended = servers.map((server) => new Promise((resolve) => server.close(resolve)))
  await Promise.race([delivered, delay(grace, undefined, { ref: false })])
  for (const server of servers) server.closeAllConnections()
  await Promise.all(ended)
}
