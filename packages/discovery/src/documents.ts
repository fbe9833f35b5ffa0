import { discard, followWithinOrigin, isTransient, networkReason, parseObject, readText } from './network.ts'

/** What came of asking for a JSON document. */
export type Answer = { readonly url: string } & (
  | { readonly kind: 'found'; readonly document: Readonly<Record<string, unknown>> }
  | { readonly kind: 'miss'; readonly reason: string }
  | { readonly kind: 'transient'; readonly reason: string; readonly cause?: unknown }
)

/** Fetches JSON documents, each at most once. */
export interface Documents {
  get(url: string): Promise<Answer>
  /** The answer where the question was already asked. */
  known(url: string): Promise<Answer> | undefined
}

export interface DocumentsOptions {
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly signal?: AbortSignal | undefined
}

const timeLimit = 10_000

/** The answers of one discovery: what is asked ahead and needed later is asked once. Rejects on abort only. */
export function createDocuments({ fetch = globalThis.fetch, signal }: DocumentsOptions = {}): Documents {
  const answers = new Map<string, Promise<Answer>>()
  return {
    get(url) {
      const known = answers.get(url)
      if (known) return known
      const answer = ask(url, fetch, signal)
      // What was asked ahead may never be looked at.
      answer.catch(() => undefined)
      answers.set(url, answer)
      return answer
    },
    known: (url) => answers.get(url),
  }
}

async function ask(url: string, fetch: typeof globalThis.fetch, signal: AbortSignal | undefined): Promise<Answer> {
  signal?.throwIfAborted()
  const limit = AbortSignal.timeout(timeLimit)
  try {
    const response = await followWithinOrigin(fetch, url, {
      headers: { accept: 'application/json' },
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    })
    return await read(url, response)
  } catch (cause) {
    signal?.throwIfAborted()
    const reason = limit.aborted
      ? `no answer within ${timeLimit / 1000} s`
      : `cannot be reached (${networkReason(cause)})`
    return { kind: 'transient', url, reason, cause }
  }
}

async function read(url: string, response: Response): Promise<Answer> {
  const { status } = response
  if (status !== 200) {
    await discard(response)
    return { kind: isTransient(status) ? 'transient' : 'miss', url, reason: `answered ${status}` }
  }
  const text = await readText(response)
  if (text === undefined) return { kind: 'miss', url, reason: 'is larger than 1 MiB' }
  const document = parseObject(text)
  if (document) return { kind: 'found', url, document }
  return { kind: 'miss', url, reason: /^\s*</.test(text) ? 'is HTML, not JSON' : 'is not a JSON object' }
}
