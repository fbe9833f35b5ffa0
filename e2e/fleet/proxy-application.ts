import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import type { Application, ApplicationOptions } from './application.ts'
import { recordingBrowser } from './recording-browser.ts'

/** mcp-remote: a proxy that a host starts, and speaks to over standard input and output. */
export async function proxyApplication({ url, store }: ApplicationOptions): Promise<Application> {
  const folder = store.place
  await mkdir(folder, { recursive: true })
  const browser = await recordingBrowser(folder)
  const client = new Client({ name: 'fleet', version: '1.0.0' })
  const env = { ...browser.env, PATH: process.env.PATH ?? '', HOME: folder, MCP_REMOTE_CONFIG_DIR: folder }
  const args = [await proxyProgram(), url]
  let connected: Promise<void> | undefined
  let answered = 0
  const connect = (): Promise<void> => {
    connected ??= client.connect(new StdioClientTransport({ command: process.execPath, args, env, stderr: 'ignore' }))
    return connected
  }
  return {
    async signIn() {
      const connecting = connect()
      while (browser.windows().length === 0) await Promise.race([wait(20), connecting])
      answered = browser.windows().length
      for (const window of browser.windows()) await fetch(window)
      await connecting
    },
    connect,
    // It looks at the time in its file before each request.
    passTime: () => endStoredTokens(join(folder, 'mcp-remote-v1')),
    add: async (a, b) => sumOf(await client.callTool({ name: 'add', arguments: { a, b } })),
    async windows() {
      // It starts one shell script after the other to open one, and may not be done.
      for (let seen = -1; seen < browser.windows().length; await wait(3_000)) seen = browser.windows().length
      return browser.windows().length - answered
    },
    close: () => client.close(),
  }
}

async function proxyProgram(): Promise<string> {
  const manifest = new URL(import.meta.resolve('mcp-remote/package.json'))
  const { bin } = JSON.parse(await readFile(manifest, 'utf8'))
  return fileURLToPath(new URL(bin['mcp-remote'], manifest))
}

async function endStoredTokens(folder: string): Promise<void> {
  const name = (await readdir(folder)).find((name) => name.endsWith('_tokens.json'))
  if (name === undefined) throw new Error('mcp-remote has stored no tokens')
  const path = join(folder, name)
  const temporary = `${path}.${process.pid}`
  const tokens = JSON.parse(await readFile(path, 'utf8'))
  await writeFile(temporary, JSON.stringify({ ...tokens, expires_at: Date.now() - 1000 }))
  await rename(temporary, path)
}

function sumOf({ content }: Awaited<ReturnType<Client['callTool']>>): number {
  const [first] = content
  return first?.type === 'text' ? Number(first.text) : Number.NaN
}
