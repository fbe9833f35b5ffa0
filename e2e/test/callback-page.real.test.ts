import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createListen, type Redirect } from '@fast-agent-auth/callback-server'
import type { Outcome } from '@fast-agent-auth/callback-server/internal'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { hasChromium, launchChromium, withoutChromium } from '../src/chromium.ts'

if (!hasChromium && process.env.CI && process.platform === 'linux') throw new Error(withoutChromium)
if (!hasChromium) console.log(`Skipped: ${withoutChromium}`)

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** The cause of a page: the path that is visited, and the outcome of the sign-in. */
interface State {
  readonly path: string
  readonly outcome?: Outcome | 'closed'
  readonly heading: string
}

const ours = '/callback?code=a-code&state=state-1'
const longWord = 'https://as.example.com/errors?trace=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'
const quote = { from: 'as.example.com', text: `The resource owner declined. See ${longWord}` }
const states: Readonly<Record<string, State>> = {
  success: { path: ours, outcome: 'signed_in', heading: 'Sign-in complete' },
  denied: { path: ours, outcome: { error: 'denied', message: 'Not shown.', quote }, heading: 'Access was not granted' },
  expired: {
    path: ours,
    outcome: { error: 'expired', message: 'The code was no longer valid.' },
    heading: 'The sign-in took too long',
  },
  failed: { path: ours, outcome: { error: 'failed', message: longWord }, heading: 'The sign-in failed' },
  interrupted: { path: ours, outcome: 'closed', heading: 'The sign-in failed' },
  stray: { path: '/callback?code=a-code&state=state-2', heading: 'This is not the answer we wait for' },
  'wrong address': { path: '/', heading: 'There is no page at this address' },
}
const looks = [390, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
)

describe.skipIf(!hasChromium)('the callback page in Chromium', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser?.close())

  async function open() {
    const page = await browser.newPage()
    onTestFinished(() => page.close())
    const [requested, said]: [string[], string[]] = [[], []]
    page.on('request', (request) => requested.push(request.url()))
    // Chromium itself notes every status above 399; whatever else is requested is seen above.
    page.on('console', (message) => {
      if (!/^Failed to load resource: .* status of 40[04] /.test(message.text())) said.push(message.text())
    })
    page.on('pageerror', (error) => said.push(error.message))
    const names = { serverName: `${'mcp.'.repeat(20)}example.com`, appName: 'fast-agent' }
    const redirect = await createListen({ port: 0, ...names })({ state: 'state-1' })
    onTestFinished(() => redirect.close())
    return { page, requested, said, redirect }
  }

  /** Goes there as a browser does that comes from the authorization server, and stays until the page is there. */
  async function visit(page: Page, redirect: Redirect, { path, outcome, heading }: State): Promise<string> {
    const { href } = new URL(path, redirect.redirectUri)
    const arrived = page.goto(href)
    if (outcome !== undefined) await redirect.response
    if (outcome === 'closed') await redirect.close()
    else if (outcome !== undefined) await redirect.finish(outcome)
    await arrived
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    return href
  }

  /** The findings of axe, and the width by which the page exceeds the window: in each size and colour. */
  async function faults(page: Page): Promise<unknown[]> {
    await page.evaluate(await readFile(axe, 'utf8'))
    const found: unknown[] = []
    for (const { width, colorScheme } of looks) {
      await page.setViewportSize({ width, height: 720 })
      await page.emulateMedia({ colorScheme })
      const beyond = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      const violations = await page.evaluate(
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))',
      )
      found.push({ width, colorScheme, beyond, violations })
    }
    return found
  }

  it.each(Object.entries(states))(
    'is one that everybody can read, with nothing from elsewhere: %s',
    async (_name, state) => {
      const { page, requested, said, redirect } = await open()
      const href = await visit(page, redirect, state)
      expect(await faults(page)).toEqual(looks.map((look) => ({ ...look, beyond: 0, violations: [] })))
      expect([requested, said]).toEqual([[href], []])
    },
  )
})
