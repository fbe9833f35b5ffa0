import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Playground, scriptedPerson, startPlayground } from 'playground'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { missingSecretService, startSecretService } from '../../packages/token-store-keyring/test/secret-service.ts'
import type { Order } from '../src/application.ts'
import { run } from '../src/child.ts'
import { hosts } from '../src/hosts.ts'

const program = fileURLToPath(new URL('../src/application.ts', import.meta.url))
const missing = missingSecretService()
if (missing && process.env.CI && process.platform === 'linux') throw new Error(missing)
if (missing) console.log(`Skipped on the keychain: ${missing}`)

describe.for(['file', 'keyring'] as const)('processes that share a store: %s', (store) => {
  // The only skip there is: a machine without a keychain, and not in CI.
  describe.skipIf(store === 'keyring' && missing !== undefined)('on this machine', () => {
    let playground: Playground
    let folder: string
    let env: NodeJS.ProcessEnv
    let stop = async (): Promise<void> => undefined

    beforeAll(async () => {
      playground = await startPlayground()
      folder = await mkdtemp(join(tmpdir(), 'processes-'))
      env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, LOCALAPPDATA: folder }
      if (store !== 'keyring') return
      const service = await startSecretService()
      stop = service.stop
      env = { ...process.env, ...service.env }
    })
    afterAll(async () => {
      await playground.close()
      await stop()
      await rm(folder, { recursive: true, force: true })
    })

    /** Lets a process of its own do something. */
    async function ask(order: Omit<Order, 'store' | 'folder'>): Promise<Record<string, unknown>> {
      const argument = JSON.stringify({ ...order, store, folder: join(folder, 'tokens') })
      const { stdout } = await run(process.execPath, [program, argument], { env })
      return JSON.parse(stdout)
    }

    // The store knows nothing of hosts: with files all are tried, with the keychain all in a full run.
    it.each(store === 'file' || process.env.EVERY_NODE ? hosts : hosts.slice(0, 1))(
      'a second one uses the stored token without asking: $name',
      async (host) => {
        const url = host.url(playground)
        await ask({ action: 'login', url, account: host.name })
        const before = playground.requests.length
        const answer = await ask({ action: 'call', url, account: host.name, host: host.name })
        expect(answer).toMatchObject({ windows: 0, answer: expect.stringContaining('alex') })
        expect(playground.requests.slice(before).filter(({ server }) => server === 'as')).toEqual([])
      },
    )

    it('two that sign in at the same time ask the person once', async () => {
      const order = { action: 'login', url: playground.mcpUrl, account: 'both' } as const
      const [one, two] = await Promise.all([ask(order), ask(order)])
      expect([Number(one.windows) + Number(two.windows), one.signedInAt]).toEqual([1, two.signedInAt])
    })

    it('eight with a refused token refresh once, and all eight are answered', async () => {
      const order = { url: playground.mcpUrl, account: 'eight', host: 'SDK v2' } as const
      await ask({ ...order, action: 'login' })
      const before = playground.refreshes()
      playground.revokeAccessTokens()
      const answers = await Promise.all(Array.from({ length: 8 }, () => ask({ ...order, action: 'call' })))
      expect(answers.filter(({ answer }) => String(answer).includes('alex'))).toHaveLength(8)
      expect(playground.refreshes() - before).toBe(1)
    })

    it('one begins a sign-in and another finishes it, with JSON between them', async () => {
      const order = { url: playground.mcpUrl, account: 'web' } as const
      const origin = await startEcho()
      const begun = await ask({ ...order, action: 'begin', redirectUri: `${origin}/callback` })
      const { text } = await scriptedPerson()(String(begun.url))
      const pending = begun.pending as NonNullable<Order['pending']>
      const finished = await ask({ ...order, action: 'finish', pending, callback: origin + text })
      expect(finished).toMatchObject({ state: 'ready', account: 'web' })
    })

    it('two accounts never see each other’s tokens', async () => {
      const { mcpUrl: url } = playground
      await ask({ action: 'login', url, account: 'alice' })
      expect(await ask({ action: 'status', url, account: 'alice' })).toMatchObject({ state: 'ready' })
      expect(await ask({ action: 'status', url, account: 'bob' })).toMatchObject({ state: 'missing' })
      expect(await ask({ action: 'status', url })).toMatchObject({ state: 'missing' })
      expect(await ask({ action: 'call', url, account: 'bob', host: 'SDK v1' })).toMatchObject({
        code: 'login_required',
      })
    })
  })
})

/** A web application that tells what its redirect URI was called with. */
async function startEcho(): Promise<string> {
  const server = createServer((request, response) => response.end(request.url))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
