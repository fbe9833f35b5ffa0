import { createAuth } from 'fast-agent-auth'
import { type Connection, connectTo, hosts } from '../src/hosts.ts'
import { openSharedStore } from '../src/open-shared-store.ts'
import type { Application, ApplicationOptions } from './application.ts'

/** SDK v2 with our `fetch`, which may open the browser by itself: the harder case, since it then waits for a person. */
export async function ourApplication({ url, store: address }: ApplicationOptions): Promise<Application> {
  const store = await openSharedStore(address)
  // Loads and connects what it does on first use.
  await store.get('nothing')
  let agreeing = false
  let windows = 0
  let connection: Connection | undefined
  const auth = createAuth(url, {
    store,
    redirect: { port: 0 },
    interactive: true,
    // Nobody answers, so that a window shows as calls without an answer.
    timeout: 5_000,
    async openBrowser(window) {
      if (agreeing) await fetch(window)
      else windows++
    },
  })
  return {
    async signIn() {
      agreeing = true
      await auth.login()
      agreeing = false
    },
    async connect() {
      const host = hosts.find(({ name }) => name === 'SDK v2')
      connection = host && (await connectTo(host, url, auth.fetch))
    },
    add: async (a, b) => Number(await connection?.call('add', { a, b })),
    windows: async () => windows,
    close: async () => connection?.close(),
  }
}
