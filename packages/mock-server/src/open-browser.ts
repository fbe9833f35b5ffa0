/**
 * Acts as a person who agrees: opens the authorization URL, and then the page that it redirects to. Resolves when that page
 * has arrived, with any content; rejects without a redirect, or if nothing listens at its URL.
 */
export async function openBrowser(url: URL): Promise<void> {
  const answer = await fetch(url, { redirect: 'manual' })
  const location = answer.headers.get('location')
  const text = await answer.text()
  if (location === null) throw new Error(`The authorization endpoint answered ${answer.status}: ${text}`)
  const page = await fetch(location, { redirect: 'manual' })
  await page.text()
}
