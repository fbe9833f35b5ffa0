import type { Server } from 'node:http'
import { CallbackServerError } from './callback-server-error.ts'
import type { LoopbackHost } from './redirect-uri.ts'

/** Servers that listen on the same port of each address of a host. */
export interface Bound {
  readonly port: number
  readonly servers: readonly Server[]
  /** Set if no port could be bound, and only a paste can bring the authorization response. */
  readonly refusal?: CallbackServerError | undefined
}

/** Binds the first free port of `ports`; 0 means any free port. */
export async function bind(host: LoopbackHost, ports: readonly number[], create: () => Server): Promise<Bound> {
  let refusal: NodeJS.ErrnoException | undefined
  for (const port of ports.flatMap((port) => attempts(host, port))) {
    const bound = await bindPort(host, port, create).catch((error: NodeJS.ErrnoException) => error)
    if (!(bound instanceof Error)) return bound
    refusal = bound
    if (!mayWorkOnAnotherPort(bound)) break
  }
  throw bindError(host, ports, refusal)
}

// A free IPv4 port may be taken for IPv6, so for localhost several free ports are tried.
function attempts(host: LoopbackHost, port: number): readonly number[] {
  return host === 'localhost' && port === 0 ? Array<number>(10).fill(0) : [port]
}

async function bindPort(host: LoopbackHost, port: number, create: () => Server): Promise<Bound> {
  const first = await open(create(), host === '[::1]' ? '::1' : '127.0.0.1', port)
  const bound: Bound = { port: portOf(first), servers: [first] }
  if (host !== 'localhost') return bound
  // A browser tries both address families, so a stranger's program on the other one would get the response.
  const second = await open(create(), '::1', bound.port).catch((error: NodeJS.ErrnoException) => error)
  if (!(second instanceof Error)) return { ...bound, servers: [first, second] }
  if (second.code === 'EADDRNOTAVAIL' || second.code === 'EAFNOSUPPORT') return bound
  await new Promise((resolve) => first.close(resolve))
  throw second
}

function open(server: Server, address: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: address, port, exclusive: true }, () => {
      server.off('error', reject)
      resolve(server)
    })
  })
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('The server has no port.')
  return address.port
}

// EACCES: a port below 1024, or on Windows a range that the system reserves.
function mayWorkOnAnotherPort(error: NodeJS.ErrnoException): boolean {
  return error.code === 'EADDRINUSE' || error.code === 'EACCES'
}

function bindError(
  host: LoopbackHost,
  ports: readonly number[],
  cause: NodeJS.ErrnoException | undefined,
): CallbackServerError {
  const one = ports.length === 1
  const tried = `${one ? 'port' : 'ports'} ${ports.join(', ')} on ${host}`
  if (cause?.code === 'EADDRINUSE') {
    const next = 'Stop the program that uses it, or let the sign-in use another port (0 takes a free one).'
    return new CallbackServerError(
      'port_in_use',
      `The browser cannot come back: ${tried} ${one ? 'is' : 'are'} in use. ${next}`,
      {
        cause,
      },
    )
  }
  const reason = cause?.code ?? 'no port was given'
  const next = 'Choose another port or host for the redirect.'
  return new CallbackServerError('listen_failed', `The system does not open ${tried} (${reason}). ${next}`, { cause })
}
