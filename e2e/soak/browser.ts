/** Agrees in place of a person, who opens the page again where it does not show. @throws Error where it never does */
export async function agree(window: URL): Promise<void> {
  const redirectUri = window.searchParams.get('redirect_uri') ?? ''
  for (let attempt = 0; attempt < 4; attempt++) {
    const location = await open(window).catch(() => undefined)
    if (location?.startsWith(`${redirectUri}?`)) {
      const page = await fetch(location)
      await page.text()
      return
    }
  }
  throw new Error('The browser showed no page')
}

async function open(window: URL): Promise<string | undefined> {
  // Tells a person's request from a question of the library.
  const answer = await fetch(window, { redirect: 'manual', headers: { 'x-window': 'yes' } })
  await answer.body?.cancel()
  return answer.headers.get('location') ?? undefined
}
