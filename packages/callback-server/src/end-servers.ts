import type { Server } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * Closes servers and all their connections, after the pages are delivered.
 *
 * @param grace milliseconds to wait for a browser that does not read its page
 */
export async function endServers(servers: readonly Server[], delivered: Promise<void>, grace = 1_000): Promise<void> {
  const ended = servers.map((server) => new Promise((resolve) => server.close(resolve)))
  await Promise.race([delivered, delay(grace, undefined, { ref: false })])
  for (const server of servers) server.closeAllConnections()
  await Promise.all(ended)
}
