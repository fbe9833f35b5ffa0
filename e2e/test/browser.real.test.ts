import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { memoryTokenStore, type TokenStore } from '@fast-agent-auth/token-store'
import { type Auth, createAuth } from 'fast-agent-auth'
import { type Playground, startPlayground } from 'playground'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { hasChromium, launchChromium, signInAsPerson, withoutChromium } from '../src/chromium.ts'

if (!hasChromium && process.env.CI && process.platform === 'linux') throw new Error(withoutChromium)
if (!hasChromium) console.log(`Skipped: ${withoutChromium}`)

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

describe.skipIf(!hasChromium)('in Chromium', () => {
  let browser: Browser
  let playground: Playground
  beforeAll(async () => {
    browser = await launchChromium()
    playground = await startPlayground()
  })
  afterAll(async () => {
    await browser?.close()
    await playground?.close()
  })

  /** A page that the application opens, and what it requests. */
  async function open(answer: 'Allow' | 'Deny', store: TokenStore = memoryTokenStore()) {
    // For axe alone, which the page's own policy would keep out.
    const context = await browser.newContext({ bypassCSP: true })
    onTestFinished(() => context.close())
    const page = await context.newPage()
    const requested: string[] = []
    page.on('request', (request) => requested.push(request.url()))
    const auth: Auth = createAuth(playground.mcpUrl, {
      store,
      redirect: { port: 0 },
      openBrowser: async (url) => {
        await page.goto(url.href)
        await signInAsPerson(page, answer)
      },
    })
    return { auth, page, requested }
  }

  const violations = async (page: Page): Promise<unknown> => {
    await page.evaluate(await readFile(axe, 'utf8'))
    return page.evaluate('axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))')
  }

  it('signs in through login, consent and callback page', async () => {
    const { auth, page, requested } = await open('Allow')
    await auth.login()
    await page.getByRole('heading', { name: 'Sign-in complete' }).waitFor()
    expect(await page.getByRole('main').textContent()).toContain(new URL(playground.mcpUrl).host)
    expect((await auth.status()).state).toBe('ready')
    const callback = new URL(page.url())
    expect(callback.pathname).toBe('/callback')
    const ofCallback = requested.filter((url) => new URL(url).origin === callback.origin)
    expect(ofCallback.filter((url) => !url.endsWith('/favicon.ico'))).toEqual([callback.href])
    expect(requested.filter((url) => ![callback.origin, playground.issuer].includes(new URL(url).origin))).toEqual([])
  })

  it('says that it worked only after the tokens are stored', async () => {
    const memory = memoryTokenStore()
    const order: string[] = []
    const store: TokenStore = {
      ...memory,
      async update(key, change, options) {
        if (!key.startsWith('tokens:')) return memory.update(key, change, options)
        // Time enough for a page that does not wait.
        for (let i = 0; i < 10; i++) await fetch(`${playground.issuer}/.well-known/oauth-authorization-server`)
        const record = await memory.update(key, change, options)
        order.push('stored')
        return record
      },
    }
    const { auth, page } = await open('Allow', store)
    page.on('response', (response) => {
      if (new URL(response.url()).pathname === '/callback') order.push('answered')
    })
    await auth.login()
    await page.getByRole('heading', { name: 'Sign-in complete' }).waitFor()
    expect(order).toEqual(['stored', 'answered'])
  })

  it('says that access was not granted, and what the server said', async () => {
    const { auth, page } = await open('Deny')
    await expect(auth.login()).rejects.toMatchObject({ code: 'access_denied' })
    await page.getByRole('heading', { name: 'Access was not granted' }).waitFor()
    expect(await page.getByRole('main').textContent()).toContain(
      `${new URL(playground.issuer).host} says:“The person did not allow it”`,
    )
  })

  it.each(['Allow', 'Deny'] as const)('shows a page in which axe finds nothing: %s', async (answer) => {
    const { auth, page } = await open(answer)
    await auth.login().catch(() => undefined)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForURL('**/callback?**')
    expect(await violations(page)).toEqual([])
  })

  it('needs no script on the callback page', async () => {
    const { auth, page } = await open('Allow')
    await auth.login()
    await page.waitForURL('**/callback?**')
    expect(await page.locator('script').count()).toBe(0)
  })
})
