const sizeLimit = 1024 * 1024
const smallBody = 16 * 1024

/** The text of a body of at most `limit` bytes (1 MiB); `undefined` for a longer body, of which no more is read. */
export async function readText(response: Response, limit: number = sizeLimit): Promise<string | undefined> {
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    // Leaving the loop cancels the body.
    if (size > limit) return undefined
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

/** Reads a small body to its end, so that its connection can be used again; cancels any other. Never rejects. */
export async function discard(response: Response): Promise<void> {
  const length = response.headers.get('content-length')
  try {
    // The declared length is the compressed one: the bytes after decompression are counted as well.
    if (length !== null && Number(length) <= smallBody) await readText(response, smallBody)
    else await response.body?.cancel()
  } catch {
    // The body may be cut, or compressed otherwise than its headers say; nobody needs it.
  }
}
