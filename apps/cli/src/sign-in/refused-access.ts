/** A refusal of access (403) to somebody who came with something to show. */
export class RefusedAccess extends Error {
  override readonly name = 'RefusedAccess'
  readonly credentials: 'sign_in' | 'header'

  constructor(credentials: RefusedAccess['credentials'], cause: unknown) {
    super('The server answered 403.', { cause })
    this.credentials = credentials
  }
}

const withTokens = new WeakSet<Response>()

/** The same fetch, which remembers the refusals of access that came although there were tokens. */
export function rememberRefusals(
  fetch: typeof globalThis.fetch,
  hasTokens: () => Promise<boolean>,
): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    if (response.status === 403 && (await hasTokens())) withTokens.add(response)
    return response
  }
}

/** The credentials that the server was credentials which refuses access by this answer. */
export function refusedCredentials(
  response: Response,
  headers: Readonly<Record<string, string>>,
): RefusedAccess['credentials'] | undefined {
  if (response.status !== 403) return undefined
  if (withTokens.has(response)) return 'sign_in'
  return new Headers(headers).has('authorization') ? 'header' : undefined
}
