/** A refusal of access (403) to a request with credentials. */
export class RefusedAccess extends Error {
  override readonly name = 'RefusedAccess'
  /** The kind of credentials that were sent. */
  readonly credentialsKind: 'sign_in' | 'header'

  constructor(credentialsKind: RefusedAccess['credentialsKind'], cause: unknown) {
    super('The server answered 403.', { cause })
    this.credentialsKind = credentialsKind
  }
}

const refusals = new WeakSet<Response>()

/** Wraps a fetch, to remember each 403 answer that came although there were usable tokens. */
export function rememberRefusals(
  fetch: typeof globalThis.fetch,
  hasTokens: () => Promise<boolean>,
): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    if (response.status === 403 && (await hasTokens())) refusals.add(response)
    return response
  }
}

/** The kind of credentials that were sent with a request to which the server answered 403. */
export function refusedCredentials(
  response: Response,
  headers: Readonly<Record<string, string>>,
): RefusedAccess['credentialsKind'] | undefined {
  if (response.status !== 403) return undefined
  if (refusals.has(response)) return 'sign_in'
  return new Headers(headers).has('authorization') ? 'header' : undefined
}
