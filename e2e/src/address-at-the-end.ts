import { scriptedPerson } from 'playground'
import { vi } from 'vitest'

/**
 * Signs in by a link on another machine, where nothing listens at the redirect URI: resolves with the address at which
 * the browser ends.
 */
export async function addressAtTheEnd(link: string): Promise<string> {
  const redirectUri = new URL(link).searchParams.get('redirect_uri') ?? ''
  const reach = globalThis.fetch
  const fetch = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const url = String(input)
    return redirectUri !== '' && url.startsWith(redirectUri) ? new Response(url) : reach(input, init)
  })
  try {
    const { text } = await scriptedPerson()(link)
    return text
  } finally {
    fetch.mockRestore()
  }
}
