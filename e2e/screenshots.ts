import { readdir, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createListen } from '@fast-agent-auth/callback-server'
import type { Outcome } from '@fast-agent-auth/callback-server/internal'
import { launchChromium } from './src/chromium.ts'

// Draws the pictures of the callback page in docs/images anew: look at them before you commit them.
const images = fileURLToPath(new URL('../docs/images/', import.meta.url))
const quote = { from: 'auth.example.com', text: 'The resource owner denied the request.' }
const outcomes: Readonly<Record<string, Outcome | 'wrong address'>> = {
  success: 'signed_in',
  denied: {
    error: 'denied',
    message: 'The sign-in was denied at https://auth.example.com.',
    quote,
  },
  expired: { error: 'expired', message: 'Nobody signed in within 5 minutes.' },
  'wrong-address': 'wrong address',
}

for (const name of await readdir(images)) if (name.startsWith('callback-')) await rm(`${images}${name}`)
const browser = await launchChromium()
for (const [name, outcome] of Object.entries(outcomes)) {
  for (const width of [390, 1280]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({ colorScheme, viewport: { width, height: width === 390 ? 760 : 720 } })
      const listen = createListen({ port: 0, serverName: 'mcp.example.com', appName: 'my-agent' })
      const redirect = await listen({ state: 'example' })
      const path = outcome === 'wrong address' ? '/' : '/callback?state=example&code=example'
      const arrived = page.goto(new URL(path, redirect.redirectUri).href)
      if (outcome !== 'wrong address') {
        await redirect.response
        await redirect.finish(outcome)
      }
      await arrived
      await page.screenshot({ path: `${images}callback-${name}-${width}-${colorScheme}.png` })
      await redirect.close()
      await page.close()
    }
  }
}
await browser.close()
