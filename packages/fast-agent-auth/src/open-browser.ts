import type { OpenBrowserOptions } from './start-browser.ts'

export type { OpenBrowserOptions } from './start-browser.ts'

/**
 * Opens a URL in the person's browser: by `BROWSER` where that is set, else by the platform's own opener. No shell sees
 * the URL.
 *
 * @throws TypeError where the URL is not https, or http on loopback; Error where no browser can be started
 */
export async function openBrowser(url: URL, options: OpenBrowserOptions = {}): Promise<void> {
  const { startBrowser } = await import('./start-browser.ts')
  return startBrowser(url, options)
}
