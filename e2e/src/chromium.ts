import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'

// Debian's, Ubuntu's, and what machines of CI services have.
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const executablePath = places.find((path) => existsSync(path)) ?? ''

export const hasChromium: boolean = executablePath !== ''
export const withoutChromium: string = `Chromium is at none of ${places.join(', ')}: apt-get install chromium`

/** The system's Chromium, without a display and without any traffic of its own. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** Types what a person types on the playground's pages. */
export async function signInAsPerson(page: Page, answer: 'Allow' | 'Deny'): Promise<void> {
  await page.getByLabel('User name').fill('alex')
  await page.getByLabel('Password').fill('secret')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: answer }).click()
}
