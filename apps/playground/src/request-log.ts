import type { IncomingMessage, ServerResponse } from 'node:http'

/** One answered request. The path is without its query, which may hold codes. */
export interface AnsweredRequest {
  readonly server: 'as' | 'mcp'
  readonly method: string
  readonly path: string
  readonly grantType?: string
  readonly status: number
}

export interface RequestLog {
  readonly requests: readonly AnsweredRequest[]
  /** Records a request at the moment its status is sent, so that it is listed when the client has the response. */
  watch(server: 'as' | 'mcp', request: IncomingMessage, response: ServerResponse): void
  /** Sets the grant type of a token request. */
  setGrantType(request: IncomingMessage, grantType: string): void
}

export function createRequestLog(log: (line: string) => void): RequestLog {
  const requests: AnsweredRequest[] = []
  const grantTypes = new WeakMap<IncomingMessage, string>()
  const note = (server: 'as' | 'mcp', request: IncomingMessage, status: number): void => {
    const { method = 'GET', url = '/' } = request
    const path = url.split('?', 1)[0] ?? url
    const grantType = grantTypes.get(request)
    requests.push({ server, method, path, ...(grantType && { grantType }), status })
    log([server.padEnd(3), status, method, path, grantType].filter(Boolean).join(' '))
  }
  return {
    requests,
    watch(server, request, response) {
      // Node calls writeHead for an implicit head too. Waiting for `finish` would miss streams.
      const writeHead = response.writeHead
      response.writeHead = ((status: number, ...rest: never[]) => {
        note(server, request, status)
        return writeHead.call(response, status, ...rest)
      }) as typeof writeHead
    },
    setGrantType: (request, grantType) => void grantTypes.set(request, grantType),
  }
}
