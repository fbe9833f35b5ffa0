import { delay } from 'msw'

/** The endpoints of the mock. */
export type Endpoint =
  | 'mcp'
  | 'resourceMetadata'
  | 'authorizationServerMetadata'
  | 'register'
  | 'authorize'
  | 'token'
  | 'revoke'

/** Responds in the place of an endpoint. `answer` returns the mock's own response; `undefined` leaves the response to the mock. */
export type OverrideEndpoint = (
  request: Request,
  answer: () => Promise<Response>,
) => Response | undefined | Promise<Response | undefined>

export type Override = { [endpoint in Endpoint]?: OverrideEndpoint | undefined }

export interface RecordedRequest {
  /** `other`: another path of the mock's origins, answered with 404. */
  readonly endpoint: Endpoint | 'other'
  readonly method: string
  readonly url: string
  readonly headers: Headers
  readonly body: string
  /** The body, where it is a form. */
  readonly form?: URLSearchParams | undefined
  /** The body, where it is JSON. */
  readonly json?: unknown
  /** The status of the response: `undefined` before it is sent, 0 for a network error. */
  readonly status: number | undefined
}

export type Responder = (request: Request) => Response | Promise<Response>

export interface Recorder {
  readonly requests: readonly RecordedRequest[]
  clear(): void
  /** Records the request, waits for the delay, and responds by the override or by the endpoint itself. */
  respond(endpoint: RecordedRequest['endpoint'], request: Request, responder: Responder): Promise<Response>
}

export function createRecorder(override: Override, latency: number): Recorder {
  const requests: { -readonly [name in keyof RecordedRequest]: RecordedRequest[name] }[] = []
  return {
    requests,
    clear() {
      requests.length = 0
    },
    async respond(endpoint, request, responder) {
      const entry = { ...(await recordOf(endpoint, request.clone())) }
      requests.push(entry)
      if (latency > 0) await delay(latency)
      let own: Promise<Response> | undefined
      const answer = () => {
        own ??= Promise.resolve(responder(request.clone()))
        return own
      }
      const replacement = endpoint === 'other' ? undefined : await override[endpoint]?.(request.clone(), answer)
      const response = replacement ?? (await answer())
      entry.status = response.status
      return response
    },
  }
}

async function recordOf(endpoint: RecordedRequest['endpoint'], request: Request): Promise<RecordedRequest> {
  const { method, url, headers } = request
  const body = await request.text()
  return { endpoint, method, url, headers: new Headers(headers), body, ...parsed(headers, body), status: undefined }
}

function parsed(headers: Headers, body: string): Pick<RecordedRequest, 'form' | 'json'> {
  const type = headers.get('content-type') ?? ''
  if (body === '') return {}
  if (type.startsWith('application/x-www-form-urlencoded')) return { form: new URLSearchParams(body) }
  if (!/^application\/(.+\+)?json/.test(type)) return {}
  return { json: parseJson(body) }
}

/** The value, or `undefined` where the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
