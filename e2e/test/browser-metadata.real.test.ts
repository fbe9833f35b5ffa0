import { readFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { hasChromium, launchChromium, withoutChromium } from '../src/chromium.ts'

if (!hasChromium && process.env.CI && process.platform === 'linux') throw new Error(withoutChromium)

const source = new URL('../../packages/discovery/src/', import.meta.url)

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** An application of another origin: a page that may import the files of discovery. */
const application: RequestListener = async ({ url = '/' }, response) => {
  if (!url.endsWith('.ts')) return void response.setHeader('content-type', 'text/html').end('<!doctype html>')
  const text = await readFile(new URL(`.${url}`, source), 'utf8')
  response.setHeader('content-type', 'text/javascript').end(stripTypeScriptTypes(text))
}

it.skipIf(!hasChromium)('Chromium reads metadata of a server that answers OPTIONS with 404', async () => {
  const asked: string[] = []
  const mcpOrigin = await serve(({ method, headers }, response) => {
    asked.push(`${method} ${headers['mcp-protocol-version'] ?? 'unversioned'}`)
    response.setHeader('access-control-allow-origin', '*')
    if (method === 'OPTIONS') response.writeHead(404).end()
    else response.setHeader('content-type', 'application/json').end('{"resource":"r"}')
  })
  const browser = await launchChromium()
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  await page.goto(await serve(application))
  const read = `import('/documents.ts').then(({ createDocuments }) =>
    createDocuments({ mcpOrigin: '${mcpOrigin}' }).get('${mcpOrigin}/.well-known/oauth-protected-resource'))`
  expect(await page.evaluate(read)).toMatchObject({ kind: 'found', document: { resource: 'r' } })
  expect(asked).toEqual(['OPTIONS unversioned', 'GET unversioned'])
})
