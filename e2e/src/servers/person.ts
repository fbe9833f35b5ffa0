/** A browser with a person who agrees to all: follows redirects to this place, or to the page at their end. */
export async function followLinks(url: URL, until?: string): Promise<URL> {
  let at = url
  for (let hops = 0; hops < 10; hops++) {
    if (until !== undefined && at.href.startsWith(until)) return at
    const response = await fetch(at, { redirect: 'manual' })
    await response.text()
    const location = response.headers.get('location')
    if (location === null) break
    at = new URL(location, at)
  }
  if (until !== undefined) throw new Error(`The browser stays at ${at.origin}${at.pathname}`)
  return at
}
