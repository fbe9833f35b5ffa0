import type { Transport as TransportV2 } from '@modelcontextprotocol/client'
import type { Transport as TransportV1 } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { Playground } from 'playground'

/** An application that uses an MCP server through one of the official SDKs, given nothing of ours but a `fetch`. */
export interface Host {
  readonly name: string
  readonly transport: 'http' | 'sse'
  url(playground: Playground): string
  open(url: string, fetch: typeof globalThis.fetch): Promise<Connection>
}

export interface Connection {
  connect(): Promise<void>
  tools(): Promise<readonly string[]>
  /** The text that a tool answers. */
  call(tool: string, args?: Record<string, unknown>): Promise<string>
  close(): Promise<void>
}

const info = { name: 'end-to-end-test', version: '1.0.0' }

// Each SDK is loaded when it is used: a process that uses one need not wait for the other.
export const hosts: readonly Host[] = [
  {
    name: 'SDK v1',
    transport: 'http',
    url: ({ mcpUrl }) => mcpUrl,
    async open(url, fetch) {
      const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js')
      // Not written for exactOptionalPropertyTypes.
      return openV1(new StreamableHTTPClientTransport(new URL(url), { fetch }) as TransportV1)
    },
  },
  {
    name: 'SDK v2',
    transport: 'http',
    url: ({ mcpUrl }) => mcpUrl,
    async open(url, fetch) {
      const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client')
      return openV2(new StreamableHTTPClientTransport(new URL(url), { fetch }))
    },
  },
  {
    name: 'SDK v2 on the newest wire',
    transport: 'http',
    url: ({ mcpUrl }) => mcpUrl,
    async open(url, fetch) {
      const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client')
      return openV2(new StreamableHTTPClientTransport(new URL(url), { fetch }), 'auto')
    },
  },
  {
    name: 'SSE with SDK v1',
    transport: 'sse',
    url: ({ sseUrl }) => sseUrl,
    async open(url, fetch) {
      const { SSEClientTransport } = await import('@modelcontextprotocol/sdk/client/sse.js')
      return openV1(new SSEClientTransport(new URL(url), { fetch }))
    },
  },
  {
    name: 'SSE with SDK v2',
    transport: 'sse',
    url: ({ sseUrl }) => sseUrl,
    async open(url, fetch) {
      const { SSEClientTransport } = await import('@modelcontextprotocol/client')
      return openV2(new SSEClientTransport(new URL(url), { fetch }))
    },
  },
]

/** A connection that is open. */
export async function connectTo(host: Host, url: string, fetch: typeof globalThis.fetch): Promise<Connection> {
  const connection = await host.open(url, fetch)
  await connection.connect()
  return connection
}

async function openV1(transport: TransportV1): Promise<Connection> {
  const { Client } = await import('@modelcontextprotocol/sdk/client/index.js')
  const client = new Client(info)
  return {
    connect: () => client.connect(transport),
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, args = {}) => textOf(await client.callTool({ name, arguments: args })),
    // A client that is still connecting does not know its transport in every version.
    close: async () => void (await Promise.all([client.close(), transport.close()])),
  }
}

async function openV2(transport: TransportV2, mode: 'legacy' | 'auto' = 'legacy'): Promise<Connection> {
  const { Client } = await import('@modelcontextprotocol/client')
  const client = new Client(info, { versionNegotiation: { mode } })
  return {
    connect: () => client.connect(transport),
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, args = {}) => textOf(await client.callTool({ name, arguments: args })),
    // A client that is still connecting does not know its transport in every version.
    close: async () => void (await Promise.all([client.close(), transport.close()])),
  }
}

function textOf(result: object): string {
  const [first] = 'content' in result && Array.isArray(result.content) ? result.content : []
  return typeof first?.text === 'string' ? first.text : JSON.stringify(result)
}
