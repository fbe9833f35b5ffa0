import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { startMockServer } from '@fast-agent-auth/mock-server'
import { expect, it, onTestFinished } from 'vitest'
import { openBrowser } from '../../mock-server/src/open-browser.ts'

const ours = JSON.stringify(new URL('../src/index.ts', import.meta.url).href)
const store = JSON.stringify(new URL('../../token-store/src/index.ts', import.meta.url).href)

/** A program of its own that signs in to `url` as `wait` does, and writes the link that a person is to open. */
const program = (url: string, wait: string): string => `
  import { createAuth } from ${ours}
  import { memoryTokenStore } from ${store}
  const auth = createAuth(${JSON.stringify(url)}, {
    interactive: true,
    store: memoryTokenStore(),
    redirect: { port: 0 },
    openBrowser: async () => {},
    onEvent(event) {
      if (event.type === 'authorization_url') console.log(event.url.href)
      if (event.type === 'waiting') host.abort()
    },
  })
  const host = new AbortController()
  const body = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
  const send = (signal) => auth.fetch(${JSON.stringify(url)}, { method: 'POST', headers, body, signal })
  ${wait}`

async function start() {
  const mock = await startMockServer()
  onTestFinished(() => mock.close())
  return mock
}

it('a program whose only request was given up ends, although nobody finished the sign-in (H138)', async () => {
  const mock = await start()
  const wait = `await send(host.signal).catch(({ name }) => console.log(name))`
  const args = ['--input-type=module', '-e', program(mock.serverUrl, wait)]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  expect(stdout.split('\n').slice(1)).toEqual(['AbortError', ''])
})

/** Connects to a port and says nothing, and again each time that the connection ends, until there is nobody. */
function pester(port: number): void {
  const socket = connect(port, '127.0.0.1')
  socket.once('error', () => socket.destroy())
  socket.once('connect', () => socket.once('close', () => pester(port)))
}

it('a program whose request was given up ends, although others keep connections to its listener open', async () => {
  const mock = await start()
  const wait = `await new Promise((resolve) => process.stdin.once('data', resolve))
    process.stdin.destroy()`
  const given = `send(host.signal).catch(() => {})
    ${wait}`
  const args = ['--input-type=module', '-e', program(mock.serverUrl, given)]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [link] = await once(createInterface({ input: child.stdout }), 'line')
  const { port } = new URL(new URL(link).searchParams.get('redirect_uri') ?? '')
  for (let each = 0; each < 3; each++) pester(Number(port))
  child.stdin.end('over\n')
  expect(await once(child, 'exit')).toEqual([0, null])
})

it('a program that waits for a person does not end before they come', async () => {
  const mock = await start()
  const wait = `await send(host.signal).catch(() => {})
    // Joins what the first one began.
    console.log((await send()).status)`
  const args = ['--input-type=module', '-e', program(mock.serverUrl, wait)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout })
  const ended = once(child, 'exit')
  const written: string[] = []
  for await (const line of lines) {
    if (!line.startsWith('http')) written.push(line)
    else await openBrowser(new URL(line))
  }
  expect([await ended, written]).toEqual([[0, null], ['200']])
})
