import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { Kind } from './decks.ts'
import type { Card } from './plan.ts'

/** An HTTP answer, before it is decided how it arrives. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface Delivery {
  readonly outgoing: ServerResponse
  readonly answer: Answer
  readonly card: Card
  /** The path that was asked for. */
  readonly path: string
  /** The origin to which redirects to somebody else lead. */
  readonly stranger: string
}

const page = Buffer.from('<!doctype html><title>Error</title><p>Something went wrong.')
const wrong = ['[]', 'null', '{}', '"x"', '{"access_token":5,"issuer":[],"resource":{}}', '{"error":{"code":1}}']
const contentTypes = [
  'text/plain',
  'application/octet-stream',
  'text/html; charset=utf-8',
  'application/x-www-form-urlencoded',
]

function chosen<T>(items: readonly [T, ...T[]] | readonly T[], { choice }: Card): T | undefined {
  return items[Math.floor(choice * items.length)]
}

/** "Not now", with or without the time to wait for. */
function notNow(status: number): (delivery: Delivery) => Partial<Answer> {
  return ({ card }) => ({
    status,
    headers: { 'content-type': 'text/html', ...(card.choice < 0.5 && { 'retry-after': '1' }) },
    body: page,
  })
}

/** Members of the answer that are replaced. */
const replaced: Readonly<Partial<Record<Kind, (delivery: Delivery) => Partial<Answer>>>> = {
  compressed: ({ answer: { headers, body } }) => ({
    headers: { ...headers, 'content-encoding': 'gzip' },
    body: gzipSync(body),
  }),
  'another content type': ({ answer: { headers }, card }) => ({
    headers: { ...headers, 'content-type': chosen(contentTypes, card) ?? 'text/plain' },
  }),
  'stray bytes': ({ answer: { body } }) => {
    const stray = Buffer.from('{"x":"\xff\xc0\xfe",', 'latin1')
    return body.subarray(0, 2).toString() === '{"' ? { body: Buffer.concat([stray, body.subarray(1)]) } : {}
  },
  'cut JSON': ({ answer: { body } }) => ({ body: body.subarray(0, Math.ceil(body.length / 2)) }),
  '429': notNow(429),
  '500': notNow(500),
  '502': notNow(502),
  '503': notNow(503),
  HTML: () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: page }),
  'wrong JSON': ({ card }) => ({ status: 200, body: Buffer.from(chosen(wrong, card) ?? '[]') }),
  'compressed garbage': ({ answer: { headers } }) => ({ headers: { ...headers, 'content-encoding': 'gzip' } }),
  'invalid UTF-8': () => ({ status: 200, body: Buffer.alloc(64, 0xff) }),
  'huge body': ({ answer: { body } }) => ({ body: Buffer.concat([body, Buffer.alloc(3 * 1024 * 1024, ' ')]) }),
  'redirect elsewhere': ({ card, path, stranger }) => ({
    status: chosen([301, 302, 303, 307, 308], card) ?? 302,
    headers: { location: new URL(path, stranger).href },
    body: Buffer.alloc(0),
  }),
  'redirect here': ({ path }) => ({ status: 307, headers: { location: path }, body: Buffer.alloc(0) }),
}

/** Ways to send that need the socket, or time. */
const sent: Readonly<Partial<Record<Kind, (delivery: Delivery) => Promise<void>>>> = {
  'added latency': async ({ outgoing, answer, card }) => {
    await wait(50 + card.choice * 700)
    await send(outgoing, answer)
  },
  'slow body': async ({ outgoing, answer: { status, headers, body }, card }) => {
    outgoing.writeHead(status, { ...headers, 'content-length': body.length })
    const size = Math.ceil(body.length / 5)
    for (let at = 0; at < body.length && !outgoing.destroyed; at += size) {
      outgoing.write(body.subarray(at, at + size))
      await wait(20 + card.choice * 200)
    }
    outgoing.end()
  },
  'reset before': async ({ outgoing }) => void outgoing.req.socket.resetAndDestroy(),
  'reset after': async ({ outgoing }) => void outgoing.req.socket.resetAndDestroy(),
  'hung up late': async ({ outgoing, card }) => {
    await wait(1000 + card.choice * 2000)
    outgoing.req.socket.destroy()
  },
  'hung up after headers': ({ outgoing, answer }) => sendPart(outgoing, answer, 0),
  // Told by its length, or by a chunk that is missing.
  truncated: ({ outgoing, answer, card }) => sendPart(outgoing, answer, card.more, card.choice < 0.5),
  'no HTTP': async ({ outgoing, answer }) => {
    // In which a parser finds its fault beside what is secret.
    outgoing.req.socket.end(Buffer.concat([Buffer.from('HTTP/9.9 what?\r\n'), answer.body]))
  },
}

/** Sends an answer, or something in its place. */
export async function deliver(kind: Kind, delivery: Delivery): Promise<void> {
  const answer = { ...delivery.answer, ...replaced[kind]?.(delivery) }
  await (sent[kind]?.(delivery) ?? send(delivery.outgoing, answer))
}

async function send(outgoing: ServerResponse, { status, headers, body }: Answer): Promise<void> {
  outgoing.writeHead(status, { ...headers, 'content-length': body.length })
  outgoing.end(body)
}

/** Sends a share of the body, from 0 to 1, then hangs up. */
async function sendPart(
  outgoing: ServerResponse,
  { status, headers, body }: Answer,
  share: number,
  hasLength = true,
): Promise<void> {
  // An answer has no socket of its own as long as an earlier one on the same connection is not at its end.
  const { socket } = outgoing.req
  outgoing.writeHead(status, { ...headers, ...(hasLength && { 'content-length': body.length + 1 }) })
  outgoing.flushHeaders()
  await new Promise<void>((resolve) => {
    outgoing.once('close', resolve)
    outgoing.write(body.subarray(0, Math.floor(body.length * share)), () => resolve())
  })
  socket.destroy()
}
