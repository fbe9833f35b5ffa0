import {
  Client as ClientV2,
  StreamableHTTPClientTransport as HttpV2,
  SSEClientTransport as SseV2,
} from '@modelcontextprotocol/client'
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { SSEClientTransport as SseV1 } from '@modelcontextprotocol/sdk/client/sse.js'
import { StreamableHTTPClientTransport as HttpV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Playground } from 'playground'

/** An application that uses an MCP server through one of the official SDKs, given nothing of ours but a `fetch`. */
export interface Host {
  readonly name: string
  readonly transport: 'http' | 'sse'
  url(playground: Playground): string
  connect(url: string, fetch: typeof globalThis.fetch): Promise<Connection>
}

export interface Connection {
  tools(): Promise<readonly string[]>
  /** The text that a tool answers. */
  call(tool: string, args?: Record<string, unknown>): Promise<string>
  close(): Promise<void>
}

const info = { name: 'end-to-end-test', version: '1.0.0' }

export const hosts: readonly Host[] = [
  {
    name: 'SDK v1',
    transport: 'http',
    url: ({ mcpUrl }) => mcpUrl,
    connect: (url, fetch) => connectV1(new HttpV1(new URL(url), { fetch })),
  },
  {
    name: 'SDK v2',
    transport: 'http',
    url: ({ mcpUrl }) => mcpUrl,
    connect: (url, fetch) => connectV2(new HttpV2(new URL(url), { fetch })),
  },
  {
    name: 'SDK v2 on the newest wire',
    transport: 'http',
    url: ({ mcpUrl }) => mcpUrl,
    connect: (url, fetch) => connectV2(new HttpV2(new URL(url), { fetch }), 'auto'),
  },
  {
    name: 'SSE with SDK v1',
    transport: 'sse',
    url: ({ sseUrl }) => sseUrl,
    connect: (url, fetch) => connectV1(new SseV1(new URL(url), { fetch })),
  },
  {
    name: 'SSE with SDK v2',
    transport: 'sse',
    url: ({ sseUrl }) => sseUrl,
    connect: (url, fetch) => connectV2(new SseV2(new URL(url), { fetch })),
  },
]

async function connectV1(transport: HttpV1 | SseV1): Promise<Connection> {
  const client = new ClientV1(info)
  // The SDK's transports are not written for exactOptionalPropertyTypes.
  await client.connect(transport as Parameters<typeof client.connect>[0])
  return {
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, args = {}) => textOf(await client.callTool({ name, arguments: args })),
    close: () => client.close(),
  }
}

async function connectV2(transport: HttpV2 | SseV2, mode: 'legacy' | 'auto' = 'legacy'): Promise<Connection> {
  const client = new ClientV2(info, { versionNegotiation: { mode } })
  await client.connect(transport)
  return {
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, args = {}) => textOf(await client.callTool({ name, arguments: args })),
    close: () => client.close(),
  }
}

function textOf(result: object): string {
  const [first] = 'content' in result && Array.isArray(result.content) ? result.content : []
  return typeof first?.text === 'string' ? first.text : JSON.stringify(result)
}
