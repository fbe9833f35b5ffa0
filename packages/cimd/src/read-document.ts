import { CimdError } from './cimd-error.ts'
import { isJsonObject, type JsonObject } from './json-values.ts'
import { quoteUntrusted, withoutSecrets } from './quote-untrusted.ts'

/** The maximum size of a document that servers should read, in bytes (draft-ietf-oauth-client-id-metadata-document). */
export const clientMetadataSizeLimit = 5120

/**
 * Reads the JSON object of an answer, as an authorization server has to read it.
 *
 * @throws CimdError `unreachable` or `invalid_response`
 */
export async function readDocument(url: string, response: Response): Promise<JsonObject> {
  const refusal = refuseResponse(response)
  if (refusal !== undefined) {
    await response.body?.cancel()
    const code = isTransient(response.status) ? 'unreachable' : 'invalid_response'
    throw new CimdError(code, `${withoutSecrets(url)} ${refusal}`)
  }
  const bytes = await readBytes(response)
  if (bytes === undefined) {
    const limit = `${clientMetadataSizeLimit / 1024} KB`
    throw new CimdError(
      'invalid_response',
      `${withoutSecrets(url)} is larger than ${limit}. Servers read no more than that.`,
    )
  }
  const document = parseObject(bytes)
  if (document) return document
  throw new CimdError('invalid_response', `${withoutSecrets(url)} is not a JSON object.`)
}

function refuseResponse({ status, headers, type, redirected }: Response): string | undefined {
  // A browser hides the status of a redirect that it does not follow.
  if (type === 'opaqueredirect' || redirected || [301, 302, 303, 307, 308].includes(status)) {
    const location = headers.get('location')
    const to = location === null ? '' : ` to ${quoteUntrusted(withoutSecrets(location))}`
    return `redirects${to}. Servers do not follow redirects: the document must be at the URL itself.`
  }
  if (isTransient(status)) return `answered ${status}. Try again later.`
  if (status !== 200) return `answered ${status}. Servers accept only 200: is the document published there?`
  const contentType = headers.get('content-type')
  if (isJson(contentType)) return undefined
  const served = contentType === null ? 'without a content type' : `as ${quoteUntrusted(contentType)}`
  return `is served ${served}. It must be application/json.`
}

function isTransient(status: number): boolean {
  return status === 408 || status === 429 || status >= 500
}

/** Whether a type is `application/json`, or ends in `+json`. */
function isJson(contentType: string | null): boolean {
  return /^application\/([\w.!#$&^+-]+\+)?json\s*(;|$)/i.test(contentType?.trim() ?? '')
}

/** Reads a body of at most 5 KB; `undefined` if it is larger, without reading the rest. */
async function readBytes(response: Response): Promise<Uint8Array | undefined> {
  const bytes = new Uint8Array(clientMetadataSizeLimit)
  let size = 0
  for await (const chunk of response.body ?? []) {
    // Leaving the loop cancels the body.
    if (size + chunk.byteLength > bytes.length) return undefined
    bytes.set(chunk, size)
    size += chunk.byteLength
  }
  return bytes.subarray(0, size)
}

function parseObject(bytes: Uint8Array): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
