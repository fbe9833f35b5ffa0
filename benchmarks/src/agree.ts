/** A person who agrees: where the browser would go next. */
export async function agree(authorizationUrl: URL): Promise<URL> {
  const { headers, status } = await fetch(authorizationUrl, { redirect: 'manual' })
  const location = headers.get('location')
  if (location === null) throw new Error(`The authorization endpoint answered ${status}`)
  return new URL(location)
}
