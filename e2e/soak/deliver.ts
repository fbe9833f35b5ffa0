import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { Answer } from './answer.ts'
import type { Harmful, Harmless } from './decks.ts'
import type { Card } from './plan.ts'
import { end, flushed, redirect, send, socketOf } from './write-answer.ts'

export interface Delivery {
  readonly outgoing: ServerResponse
  readonly answer: Answer
  readonly card: Card
  /** The path that was asked for. */
  readonly path: string
  /** Where redirects to somebody else lead. */
  readonly stranger: string
}

type Deliver = (delivery: Delivery) => Promise<void>

const page = Buffer.from('<!doctype html><title>Error</title><p>Something went wrong.')
const wrong = ['[]', 'null', '{}', '"x"', '{"access_token":5,"issuer":[],"resource":{}}', '{"error":{"code":1}}']
const contentTypes = [
  'text/plain',
  'application/octet-stream',
  'text/html; charset=utf-8',
  'application/x-www-form-urlencoded',
]

/** Statuses for "not now", with or without the time to wait for. */
function notNow(status: number): Deliver {
  return ({ outgoing, answer, card }) => {
    const retryAfter: Readonly<Record<string, string>> = card.choice < 0.5 ? { 'retry-after': '1' } : {}
    return send(outgoing, { ...answer, status, headers: { 'content-type': 'text/html', ...retryAfter }, body: page })
  }
}

const harmless: Readonly<Record<Harmless, Deliver>> = {
  'as it should be': ({ outgoing, answer }) => send(outgoing, answer),
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
    await end(outgoing)
  },
  compressed: ({ outgoing, answer }) =>
    send(outgoing, {
      ...answer,
      headers: { ...answer.headers, 'content-encoding': 'gzip' },
      body: gzipSync(answer.body),
    }),
  'another content type': ({ outgoing, answer, card }) => {
    const type = contentTypes[Math.floor(card.choice * contentTypes.length)] ?? 'text/plain'
    return send(outgoing, { ...answer, headers: { ...answer.headers, 'content-type': type } })
  },
  'stray bytes': ({ outgoing, answer }) => {
    const isObject = answer.body.subarray(0, 2).toString() === '{"'
    const stray = Buffer.concat([Buffer.from('{"x":"\xff\xc0\xfe",', 'latin1'), answer.body.subarray(1)])
    return send(outgoing, isObject ? { ...answer, body: stray } : answer)
  },
}

const harmful: Readonly<Record<Harmful, Deliver>> = {
  'reset before': async ({ outgoing }) => void socketOf(outgoing).resetAndDestroy(),
  'reset after': async ({ outgoing }) => void socketOf(outgoing).resetAndDestroy(),
  'hung up at once': async ({ outgoing }) => void socketOf(outgoing).destroy(),
  'hung up late': async ({ outgoing, card }) => {
    await wait(1000 + card.choice * 2000)
    socketOf(outgoing).destroy()
  },
  'hung up after headers': async ({ outgoing, answer: { status, headers, body } }) => {
    outgoing.writeHead(status, { ...headers, 'content-length': body.length + 1 })
    await flushed(outgoing, Buffer.alloc(0))
    socketOf(outgoing).destroy()
  },
  truncated: async ({ outgoing, answer: { status, headers, body }, card }) => {
    // Told by its length, or by a chunk that is missing.
    const length: Readonly<Record<string, number>> = card.choice < 0.5 ? { 'content-length': body.length + 1 } : {}
    outgoing.writeHead(status, { ...headers, ...length })
    await flushed(outgoing, body.subarray(0, Math.floor(body.length * card.more)))
    socketOf(outgoing).destroy()
  },
  'cut JSON': ({ outgoing, answer }) =>
    send(outgoing, { ...answer, body: answer.body.subarray(0, Math.ceil(answer.body.length / 2)) }),
  '429': notNow(429),
  '500': notNow(500),
  '502': notNow(502),
  '503': notNow(503),
  HTML: ({ outgoing }) => send(outgoing, { status: 200, headers: { 'content-type': 'text/html' }, body: page }),
  'wrong JSON': ({ outgoing, answer, card }) =>
    send(outgoing, {
      ...answer,
      status: 200,
      body: Buffer.from(wrong[Math.floor(card.choice * wrong.length)] ?? '[]'),
    }),
  'compressed garbage': ({ outgoing, answer }) =>
    send(outgoing, { ...answer, headers: { ...answer.headers, 'content-encoding': 'gzip' } }),
  'invalid UTF-8': ({ outgoing, answer }) => send(outgoing, { ...answer, status: 200, body: Buffer.alloc(64, 0xff) }),
  'huge body': ({ outgoing, answer }) =>
    send(outgoing, { ...answer, body: Buffer.concat([answer.body, Buffer.alloc(3 * 1024 * 1024, ' ')]) }),
  'redirect elsewhere': ({ outgoing, card, path, stranger }) =>
    redirect(outgoing, [301, 302, 303, 307, 308][Math.floor(card.choice * 5)] ?? 302, new URL(path, stranger).href),
  'redirect here': ({ outgoing, path }) => redirect(outgoing, 307, path),
  'no HTTP': async ({ outgoing, answer }) => {
    // In which a parser finds its fault beside what is secret.
    socketOf(outgoing).end(Buffer.concat([Buffer.from('HTTP/9.9 what?\r\n'), answer.body]))
  },
}

/** Sends an answer, or something in its place. Never rejects. */
export function deliver(kind: Harmless | Harmful, delivery: Delivery): Promise<void> {
  return { ...harmless, ...harmful }[kind](delivery)
}
