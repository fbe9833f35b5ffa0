import { assertClientMetadataUrl } from './assert-client-metadata-url.ts'
import { CimdError } from './cimd-error.ts'
import { type Finding, warning } from './finding.ts'
import { withoutSecrets } from './quote-untrusted.ts'
import { readDocument } from './read-document.ts'
import { type ClientMetadataOptions, validateClientMetadata } from './validate-client-metadata.ts'

export interface FetchClientMetadataOptions extends ClientMetadataOptions {
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly signal?: AbortSignal | undefined
}

export interface FetchedClientMetadata {
  readonly document: Readonly<Record<string, unknown>>
  /** The faults of the document and of its caching. */
  readonly findings: readonly Finding[]
}

const timeLimit = 10_000

/**
 * Fetches a client metadata document as an authorization server does, and checks it. The request has no credentials, follows
 * no redirect, and reads at most 5 KB within 10 s.
 *
 * @throws CimdError `invalid_url`, `unreachable` or `invalid_response`; after an abort the signal's reason
 */
export async function fetchClientMetadata(
  url: string,
  { fetch = globalThis.fetch, signal, redirectUris }: FetchClientMetadataOptions = {},
): Promise<FetchedClientMetadata> {
  assertClientMetadataUrl(url)
  signal?.throwIfAborted()
  const limit = AbortSignal.timeout(timeLimit)
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json' },
      redirect: 'manual',
      credentials: 'omit',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    })
    const document = await readDocument(url, response)
    const findings = [...validateClientMetadata(document, url, { redirectUris }), ...cacheFindings(response.headers)]
    return { document, findings }
  } catch (cause) {
    if (cause instanceof CimdError) throw cause
    signal?.throwIfAborted()
    throw new CimdError('unreachable', `${withoutSecrets(url)} ${limit.aborted ? tooLate : noAnswer(cause)}`, { cause })
  }
}

const tooLate = `gave no answer within ${timeLimit / 1000} s. Try again later.`

function noAnswer(cause: unknown): string {
  // If the host is not at fault, the error of a guarded fetch says more, with the next step.
  if (cause instanceof Error && 'code' in cause && (cause.code === 'proxy_failed' || cause.code === 'unavailable'))
    return `cannot be reached: ${cause.message}`
  const code = codeOf(cause)
  const problem = code === undefined ? 'cannot be reached' : `cannot be reached (${code})`
  if (code === 'ENOTFOUND') return `${problem}: there is no such host. Check the URL.`
  if (/SELF_SIGNED|UNABLE_TO_/.test(code ?? ''))
    return `${problem}: its certificate is not trusted. ${unknownAuthority}`
  if (/CERT/.test(code ?? '')) return `${problem}: its certificate is not trusted.`
  if (/^ERR_(SSL|TLS)_|^EPROTO$/.test(code ?? ''))
    return `${problem}: the server there does not speak TLS. Check the URL.`
  return `${problem}. Try again later.`
}

const unknownAuthority =
  'For an authority of your own, set NODE_EXTRA_CA_CERTS=/path/to/ca.pem; authorization servers may not trust it either.'

/** The code of an error or its cause, such as ECONNREFUSED. The message is not used, since it may quote the URL. */
function codeOf(error: unknown): string | undefined {
  const codes = [error, error instanceof Error ? error.cause : undefined].map((each) =>
    each instanceof Error && 'code' in each ? String(each.code) : '',
  )
  return codes.find((each) => /^[A-Z][A-Z\d_]+$/.test(each))
}

/** The findings about the header `cache-control` (RFC 9111 §5.2.2), which servers should respect. */
function* cacheFindings(headers: Headers): Generator<Finding> {
  const value = headers.get('cache-control')
  if (!value) {
    const why = 'each server decides by itself when to look for a change'
    return yield warning('cache_control', `is served without cache-control: ${why}`)
  }
  const directives = value.toLowerCase().split(',')
  const forbids = directives
    .map((each) => each.trim())
    .find((each) => /^(no-store|no-cache|max-age="?0+"?)$/.test(each))
  if (forbids === undefined) return
  yield warning('cache_control', `is served with cache-control: ${forbids}, so that it is fetched at every sign-in`)
}
