import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { describe, expect, it, onTestFinished } from 'vitest'
import { serve } from './support/servers.ts'
import { tokenRecord } from './support/tokens.ts'
import { runHere } from './support/world.ts'

/** A server that lets nobody in, and the Authorization headers that came to it. */
async function refusing() {
  const sent: (string | undefined)[] = []
  const { port } = await serve((request, response) => {
    sent.push(request.headers.authorization)
    response.writeHead(request.url?.startsWith('/.well-known/') ? 404 : 403).end()
  })
  return { host: `http://127.0.0.1:${port}`, sent }
}

describe('a server that answers 403 to somebody it knows', () => {
  it.each([
    ['tools', '/mcp', []],
    ['tools', '/sse', []],
    ['call', '/mcp', ['echo']],
  ])('does not let the sign-in in, and is looked for nowhere else: %s at %s', async (command, path, more) => {
    const { host, sent } = await refusing()
    const url = host + path
    const store = memoryTokenStore()
    const record = tokenRecord({ resource: url, expiresAt: undefined })
    await store.update(`tokens:${url}`, async () => record)
    expect(await runHere([command, url, ...more], { store })).toMatchObject({
      code: 3,
      stderr: `error: ${url} answered 403: it gives this sign-in no access.\nhint: Ask its operator what this account may use, or sign in with another one.\n`,
    })
    expect(sent[0]).toMatch(/^Bearer /)
  })

  it('does not let in the header of a configuration', async () => {
    const { host, sent } = await refusing()
    const cwd = await mkdtemp(join(tmpdir(), 'cli-'))
    onTestFinished(() => rm(cwd, { recursive: true, force: true }))
    const servers = `{"mcpServers":{"notes":{"url":"${host}/mcp","headers":{"Authorization":"Bearer abc"}}}}`
    await writeFile(join(cwd, '.mcp.json'), servers)
    expect(await runHere(['tools', 'notes'], { cwd })).toMatchObject({
      code: 1,
      stderr: `error: ${host}/mcp answered 403: it refuses the credentials that were sent.\nhint: Ask its operator who may use it, or check the Authorization header in its configuration.\n`,
    })
    expect(new Set(sent)).toEqual(new Set(['Bearer abc']))
  })
})
