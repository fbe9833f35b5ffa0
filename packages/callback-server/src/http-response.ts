import type { ServerResponse } from 'node:http'
import { contentSecurityPolicy } from './page/page-style.ts'

/** A whole answer to a browser. */
export interface HttpResponse {
  readonly status: number
  readonly type: 'text/html' | 'text/plain'
  readonly body: string
}

/** Sends an answer that nobody keeps, frames or sniffs, and ends the connection. Does nothing the second time. */
export function sendResponse(response: ServerResponse, { status, type, body }: HttpResponse): void {
  if (response.headersSent) return
  response.writeHead(status, {
    'Content-Type': `${type}; charset=utf-8`,
    'Content-Length': Buffer.byteLength(body),
    'Content-Security-Policy': contentSecurityPolicy,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    Connection: 'close',
    ...(status === 405 ? { Allow: 'GET, POST' } : {}),
  })
  response.end(body)
}
