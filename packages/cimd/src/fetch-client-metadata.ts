import { assertClientMetadataUrl } from './assert-client-metadata-url.ts'
import { cacheFindings } from './cache-findings.ts'
import { CimdError } from './cimd-error.ts'
import type { Finding } from './finding.ts'
import { readDocument } from './read-document.ts'
import { withoutSecrets } from './shown.ts'
import { type ClientMetadataOptions, validateClientMetadata } from './validate-client-metadata.ts'

export interface FetchClientMetadataOptions extends ClientMetadataOptions {
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly signal?: AbortSignal | undefined
}

export interface FetchedClientMetadata {
  readonly document: Readonly<Record<string, unknown>>
  /** What is wrong with the document and its caching. */
  readonly findings: readonly Finding[]
}

const timeLimit = 10_000

/**
 * Fetches a client metadata document as an authorization server does: without credentials, without following a redirect,
 * no more than 5 KB within 10 s; and checks it.
 *
 * @throws CimdError `invalid_url`, `unreachable` or `invalid_response`; the reason of the signal where it aborts
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
  // The words of a guarded fetch, where the fault is not the host's, with the next step.
  if (cause instanceof Error && 'code' in cause && (cause.code === 'proxy_failed' || cause.code === 'unavailable'))
    return `cannot be reached: ${cause.message}`
  const code = codeOf(cause)
  const what = code === undefined ? 'cannot be reached' : `cannot be reached (${code})`
  if (code === 'ENOTFOUND') return `${what}: there is no such host. Check the URL.`
  if (/SELF_SIGNED|UNABLE_TO_/.test(code ?? '')) return `${what}: its certificate is not trusted. ${unknownAuthority}`
  if (/CERT/.test(code ?? '')) return `${what}: its certificate is not trusted.`
  if (/^ERR_(SSL|TLS)_|^EPROTO$/.test(code ?? '')) return `${what}: it speaks no TLS there. Check the URL.`
  return `${what}. Try again later.`
}

const unknownAuthority =
  'For an authority of your own, set NODE_EXTRA_CA_CERTS=/path/to/ca.pem; authorization servers may know it no better.'

/** ECONNREFUSED, CERT_HAS_EXPIRED and the like. Not the message, which may quote the URL. */
function codeOf(error: unknown): string | undefined {
  const codes = [error, error instanceof Error ? error.cause : undefined].map((each) =>
    each instanceof Error && 'code' in each ? String(each.code) : '',
  )
  return codes.find((each) => /^[A-Z][A-Z\d_]+$/.test(each))
}
