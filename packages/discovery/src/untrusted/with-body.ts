/** The same response with another body. Its status may be one that the `Response` constructor refuses. */
export function withBody(response: Response, body: ConstructorParameters<typeof Response>[0], type?: string): Response {
  const headers = new Headers(response.headers)
  // A body that is no stream was read before, and is no longer compressed.
  if (!(body instanceof ReadableStream)) for (const name of ['content-encoding', 'content-length']) headers.delete(name)
  if (type !== undefined) headers.set('content-type', type)
  const { status } = response
  const hasNoBody = [101, 204, 205, 304].includes(status)
  // The constructor refuses a status such as 999. A clone gets the status of the next line, so that must be an error too.
  const made = new Response(hasNoBody ? null : body, {
    status: status > 599 ? 502 : status === 101 ? 204 : status,
    headers,
  })
  // The constructor takes no URL and no status text beyond Latin-1. Callers read the URL to see who answered.
  for (const name of ['url', 'redirected', 'status', 'statusText'] as const)
    Object.defineProperty(made, name, { value: response[name] })
  return made
}
