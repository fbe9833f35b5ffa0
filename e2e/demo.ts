import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { fileTokenStore } from '@fast-agent-auth/token-store/file'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { createAuth } from 'fast-agent-auth'
import { startPlayground } from 'playground'
import { startChild } from './src/child.ts'

// Long enough to be used once, short enough to be seen to expire.
const accessTokenLifetime = 5

const realBrowser = process.argv.includes('--browser')
const cli = fileURLToPath(new URL('../apps/cli/src/main.ts', import.meta.url))
const person = fileURLToPath(new URL('../apps/playground/src/person-main.ts', import.meta.url))

const playground = await startPlayground({ accessTokenLifetime })
const folder = await mkdtemp(join(tmpdir(), 'fast-agent-auth-demo-'))
// Nothing of the demo ends up with whoever runs it.
process.env.XDG_DATA_HOME = join(folder, 'data')
process.env.LOCALAPPDATA = join(folder, 'data')
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
  const { mcpUrl, sseUrl, issuer } = playground
  tell(`Here is a real authorization server, ${issuer}, and a real MCP server at two addresses.`)
  tell(
    realBrowser
      ? 'Any name will do to log in; the password is "secret".'
      : 'Instead of your browser, a script says yes.',
  )
  const config = [
    'mcp:',
    '  servers:',
    '    notes:',
    `      url: ${mcpUrl}`,
    '      auth: { persist: file }',
    '    events:',
    '      transport: sse',
    `      url: ${sseUrl}`,
    '      auth: { persist: file, scope: ["mcp:read"] }',
  ].join('\n')
  await writeFile(join(folder, 'fast-agent.yaml'), `${config}\n`)
  console.log(`\n# fast-agent.yaml\n${config}`)

  await run('login', 'notes')
  await run('login', 'events')
  await run('status')
  await run('tools', 'notes')

  const auth = createAuth(mcpUrl, { store: fileTokenStore() })
  const before = playground.refreshes()
  const { expiresAt = 0 } = await auth.status()
  await wait(Math.max(0, expiresAt - Date.now()) + 100, undefined, { signal })
  tell('Now the access token is too old, and the server would refuse it.')
  await run('call', 'notes', 'add', '{"a": 2, "b": 3}')
  tell(`It was refreshed in silence before the call: ${playground.refreshes() - before} refresh, no browser.`)

  const client = new Client({ name: 'demo', version: '1.0.0' })
  await client.connect(new StreamableHTTPClientTransport(new URL(mcpUrl), { fetch: auth.fetch }))
  const { tools } = await client.listTools()
  await client.close()
  tell(`A program of yours with createAuth and the same store is signed in too: it sees ${tools.length} tools.`)

  await run('clear', '--all', '--yes')
  // The code for scripts: nobody is signed in any more.
  await runUntil(3, 'status', 'notes')
}

function tell(text: string): void {
  console.log(`\n${text}`)
}

function run(...args: readonly string[]): Promise<void> {
  return runUntil(0, ...args)
}

/** Runs a command as it would be typed, which has to end with this code. */
async function runUntil(expected: number, ...args: readonly string[]): Promise<void> {
  interruption.signal.throwIfAborted()
  console.log(`\n$ fast-agent-auth ${args.map((arg) => (/[ {]/.test(arg) ? `'${arg}'` : arg)).join(' ')}`)
  // Hints name the program as it is installed.
  const { npm_config_user_agent: _, ...typed } = process.env
  const env = realBrowser ? typed : { ...typed, BROWSER: `${process.execPath} ${person}` }
  const { code } = await startChild(process.execPath, [cli, ...args], { cwd: folder, env, stdio: 'inherit' }).exit
  interruption.signal.throwIfAborted()
  if (code !== expected) throw new Error(`fast-agent-auth ${args.join(' ')} ended with ${code}.`)
}
