import { createSocket } from 'node:dgram'
import { Resolver } from 'node:dns/promises'
import { once } from 'node:events'
import { isIPv6 } from 'node:net'
import type { Resolve } from '../src/index.ts'

/** A name server that answers what a test says, over UDP as every other. */
export interface DnsServer {
  readonly port: number
  /** The questions, such as `as.test A`, in order. */
  readonly questions: readonly string[]
  readonly resolve: Resolve
  close(): void
}

/** For each name its addresses, or a list for each time it is asked. */
export type Zone = Readonly<Record<string, readonly string[] | (() => readonly string[])>>

export async function startDnsServer(zone: Zone): Promise<DnsServer> {
  const socket = createSocket('udp4')
  const questions: string[] = []
  socket.on('message', (query, from) => {
    const { name, type, end } = readQuestion(query)
    questions.push(`${name} ${type === 28 ? 'AAAA' : 'A'}`)
    const known = zone[name] ?? []
    const addresses = type === 28 && typeof known === 'function' ? [] : typeof known === 'function' ? known() : known
    socket.send(answer(query.subarray(0, end), addresses, type), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  return { port, questions, resolve: resolveBy(port), close: () => socket.close() }
}

/** Asks the name server at a port of this machine. */
export function resolveBy(port: number): Resolve {
  const resolver = new Resolver()
  resolver.setServers([`127.0.0.1:${port}`])
  return async (hostname) => {
    const [v4, v6] = await Promise.all([
      resolver.resolve4(hostname).catch(() => []),
      resolver.resolve6(hostname).catch(() => []),
    ])
    return [...v4.map((address) => ({ address, family: 4 })), ...v6.map((address) => ({ address, family: 6 }))]
  }
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += length + 1
  }
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1), end: at + 5 }
}

function answer(question: Buffer, addresses: readonly string[], type: number): Buffer {
  const data = addresses.filter((each) => isIPv6(each) === (type === 28)).map(bytes)
  const records = data.map((each) => {
    const head = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, each.length])
    return Buffer.concat([head, each])
  })
  const header = Buffer.from(question.subarray(0, 12))
  header.writeUInt16BE(0x8180, 2)
  header.writeUInt16BE(records.length, 6)
  header.writeUInt32BE(0, 8)
  return Buffer.concat([header, question.subarray(12), ...records])
}

function bytes(address: string): Buffer {
  if (!isIPv6(address)) return Buffer.from(address.split('.').map(Number))
  const [head = '', tail = ''] = address.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === '' ? [] : tail.split(':')
  if (tail.includes('.'))
    return Buffer.concat([
      Buffer.alloc(10),
      Buffer.from([255, 255, ...(tail.split(':')[1] ?? '').split('.').map(Number)]),
    ])
  const groups = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right]
  return Buffer.from(groups.map((group) => group.padStart(4, '0')).join(''), 'hex')
}
