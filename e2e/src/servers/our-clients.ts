import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { type AuthOptions, createAuth } from 'fast-agent-auth'
import { runHere } from '../../../apps/cli/test/support/world.ts'
import type { Client } from './client.ts'
import { followLinks } from './person.ts'
import type { Row } from './row.ts'

/** A program with our library; each of its runs is a new one on the same store. */
export function libraryClient(serverUrl: string, row: Row, more: AuthOptions = {}): Client {
  const store = memoryTokenStore()
  const create = (interactive = false) =>
    createAuth(serverUrl, {
      store,
      interactive,
      // A person who ends on a page from which nothing comes back does not wait for it.
      timeout: 1200,
      redirect: { port: 0 },
      openBrowser: async (url) => void (await followLinks(url)),
      ...(row.client && { client: row.client, issuer: 'https://auth.example.com' }),
      ...more,
    })
  const call = async (auth = create(), name = 'add'): Promise<void> => {
    const params = { name, arguments: { a: 1, b: 2, text: '3' } }
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params })
    const response = await auth.fetch(serverUrl, { method: 'POST', body })
    const text = await response.text()
    if (response.status !== 200 || !/"(Kept: )?3"/.test(text))
      throw new Error(`The call was answered ${response.status}.`)
  }
  return {
    call: () => call(),
    callMore: () => call(create(true), 'write'),
    async signIn(again = false) {
      const auth = create()
      await auth.login({ force: again })
      await call(auth)
    },
  }
}

/** A person at a terminal, whose browser opens the link that is printed. */
export function cliClient(serverUrl: string, row: Row, more: readonly string[] = []): Client {
  const store = memoryTokenStore()
  const run = async (argv: readonly string[], browser?: (url: URL) => Promise<void>): Promise<void> => {
    const secret = row.client && { FAST_AGENT_AUTH_CLIENT_SECRET: row.client.secret }
    // Without a display, nobody could be asked.
    const env = { ...(browser && { DISPLAY: ':0' }), ...secret }
    const { code, stderr } = await runHere(argv, { store, browser, env, now: Date.now() })
    if (code !== 0) throw new Error(`${argv[0]} ended with ${code}: ${stderr}`)
  }
  const visit = async (url: URL): Promise<void> => void (await followLinks(url).catch(() => undefined))
  const call = (): Promise<void> => run(['call', serverUrl, 'add', '{"a":1,"b":2}'])
  const known = row.client ? ['--client-id', row.client.id, '--issuer', 'https://auth.example.com'] : []
  return {
    call,
    callMore: () => run(['call', serverUrl, 'write', '{"text":"3"}', '--no-browser'], visit),
    async signIn(again = false) {
      const forced = again ? ['--force'] : []
      const waits = ['--no-browser', '--redirect-port', '0', '--timeout', '1']
      await run(['login', serverUrl, ...waits, ...known, ...forced, ...more], visit)
      await call()
    },
  }
}
