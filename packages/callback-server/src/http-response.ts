import type { ServerResponse } from 'node:http'
import { contentSecurityPolicy } from './page/page-style.ts'

/** A complete HTTP response to a browser. */
export interface HttpResponse {
  readonly status: number
  readonly type: 'text/html' | 'text/plain'
  readonly body: string
}

/** Sends a response that browsers do not store, frame or sniff, and closes the connection. A second call does nothing. */
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
