import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Answer } from './answer.ts'

/** An answer has none of its own as long as an earlier one on the same connection is not at its end. */
export function socketOf({ req }: ServerResponse): Socket {
  return req.socket
}

export async function send(outgoing: ServerResponse, { status, headers, body }: Answer): Promise<void> {
  outgoing.writeHead(status, { ...headers, 'content-length': body.length })
  await end(outgoing, body)
}

export function redirect(outgoing: ServerResponse, status: number, location: string): Promise<void> {
  return send(outgoing, { status, headers: { location }, body: Buffer.alloc(0) })
}

export function end(outgoing: ServerResponse, body: Buffer = Buffer.alloc(0)): Promise<void> {
  return new Promise((resolve) => {
    outgoing.once('close', resolve)
    outgoing.end(body, () => resolve())
  })
}

/** Resolves when a piece has left, or nobody takes it any more. */
export function flushed(outgoing: ServerResponse, piece: Buffer): Promise<void> {
  return new Promise((resolve) => {
    outgoing.once('close', resolve)
    outgoing.flushHeaders()
    outgoing.write(piece, () => resolve())
  })
}
