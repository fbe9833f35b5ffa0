import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileTokenStore } from '@fast-agent-auth/token-store/file'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { createAuth, openBrowser } from 'fast-agent-auth'
import { scriptedPerson, startPlayground } from 'playground'

// Long enough to be used once, short enough to be seen to expire.
const accessTokenLifetime = 3

const realBrowser = process.argv.includes('--browser')
let step = 0

function tell(what: string, text: string): void {
  if (what !== '') step++
  console.log(`${(what === '' ? '' : String(step)).padStart(2)}  ${what.padEnd(12)}${text}`)
}

const playground = await startPlayground({ accessTokenLifetime })
const folder = await mkdtemp(join(tmpdir(), 'fast-agent-auth-demo-'))
const interruption = new AbortController()
process.once('SIGINT', () => interruption.abort(new Error('Interrupted.')))
try {
  await demonstrate(interruption.signal)
} catch (error) {
  if (!interruption.signal.aborted) throw error
  process.exitCode = 130
} finally {
  await playground.close()
  await rm(folder, { recursive: true })
}

async function demonstrate(signal: AbortSignal): Promise<void> {
  const { mcpUrl, issuer } = playground
  tell('playground', `a real MCP server, ${mcpUrl}`)
  tell('', `a real authorization server, ${issuer}`)
  let windows = 0
  const person = scriptedPerson()
  const auth = createAuth(mcpUrl, {
    store: fileTokenStore({ folder: join(folder, 'tokens') }),
    async openBrowser(url) {
      windows++
      await (realBrowser ? openBrowser(url) : person(url))
    },
    onEvent(event) {
      if (event.type === 'browser_failed') console.log('    No browser was opened: open the link above yourself.')
      if (event.type !== 'authorization_url') return
      const who = realBrowser ? 'your browser' : 'a scripted person'
      tell('browser', `${who} is asked at ${new URL(event.issuer).host} for ${event.scope}`)
      if (realBrowser) console.log(`    ${event.url}\n    (any name; the password is "secret")`)
    },
  })

  const tokens = await auth.login({ signal })
  tell('signed in', `for ${tokens.resource}: discovered, registered, PKCE, callback, code exchanged`)
  tell('stored', `in a file that only you can read; the access token lives ${accessTokenLifetime} s`)

  const client = new Client({ name: 'demo', version: '1.0.0' })
  await client.connect(new StreamableHTTPClientTransport(new URL(mcpUrl), { fetch: auth.fetch }))
  const { tools } = await client.listTools()
  tell('tools', tools.map(({ name }) => name).join(', '))

  const before = playground.refreshes()
  const { expiresAt = 0 } = await auth.status()
  await wait(Math.max(0, expiresAt - Date.now()) + 100, undefined, { signal })
  tell('expired', 'the access token is too old now, and the server would refuse it')

  const sum = await client.callTool({ name: 'add', arguments: { a: 2, b: 3 } })
  const refreshes = playground.refreshes() - before
  tell('refreshed', `in silence before the call: ${refreshes} refresh, ${windows} browser window in all`)
  tell('called', `add(2, 3) answered ${JSON.stringify(sum.content)}`)
  await client.close()

  const { state, scope } = await auth.status()
  tell('status', `${state}, scope ${scope}`)
  const { revoked } = await auth.logout()
  tell('signed out', `${revoked ? 'revoked at the server' : 'not revoked'}; status ${(await auth.status()).state}`)
}
