/** The same answer with another body, whatever status or reason a server made up. */
export function withBody(response: Response, body: BodyInit | null, type?: string): Response {
  const headers = new Headers(response.headers)
  // A text that was read is neither compressed nor cut into pieces any more.
  if (!(body instanceof ReadableStream)) for (const name of ['content-encoding', 'content-length']) headers.delete(name)
  if (type !== undefined) headers.set('content-type', type)
  const { status } = response
  const hasNone = [101, 204, 205, 304].includes(status)
  // A status such as 999 cannot be that of a Response that is made; its clones are failures too.
  const made = new Response(hasNone ? null : body, {
    status: status > 599 ? 502 : status === 101 ? 204 : status,
    headers,
  })
  // Nor has one a URL, which callers look at to see who answered, or a reason beyond Latin-1.
  for (const name of ['url', 'redirected', 'status', 'statusText'] as const)
    Object.defineProperty(made, name, { value: response[name] })
  return made
}
