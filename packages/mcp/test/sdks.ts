import { createMCPClient } from '@ai-sdk/mcp'
import { Client as ClientV2, StreamableHTTPClientTransport as HttpV2 } from '@modelcontextprotocol/client'
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as HttpV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { Client as OldestClientV2, StreamableHTTPClientTransport as OldestHttpV2 } from 'client-v2-oldest'
import { Client as OldestClientV1 } from 'sdk-v1-oldest/client/index.js'
import { StreamableHTTPClientTransport as OldestHttpV1 } from 'sdk-v1-oldest/client/streamableHttp.js'
import type { OAuthClientProvider } from '../src/index.ts'
import type { MemoryProvider } from './memory-provider.ts'

export interface Connection {
  /** Calls a tool; the text of its answer. */
  call(name: string, args: Record<string, unknown>): Promise<string>
  close(): Promise<void>
}

/** An SDK that takes a provider object, in one of its versions. */
export interface Sdk {
  readonly name: string
  /** Whether it asks the server for its resource metadata before it asks the provider for anything. */
  readonly discoversFirst: boolean
  /** How many streams it opens by itself when it connects. */
  readonly streams: number
  connect(url: string, options: SdkOptions): Promise<Connection>
}

export interface SdkOptions {
  readonly authProvider?: OAuthClientProvider | MemoryProvider
  readonly fetch?: typeof globalThis.fetch
}

const info = { name: 'test', version: '1.0.0' }
// The mode in which v2 wraps errors that it does not know.
const negotiating = { versionNegotiation: { mode: 'auto' } } as const

function textOf(result: object): string {
  const [first] = 'content' in result && Array.isArray(result.content) ? result.content : []
  return String(first?.text)
}

const v1: Sdk = {
  name: 'SDK v1 1.32',
  discoversFirst: false,
  streams: 1,
  async connect(url, options) {
    const client = new ClientV1(info)
    // The transports of v1 are not written for exactOptionalPropertyTypes.
    await client.connect(new HttpV1(new URL(url), options) as Parameters<typeof client.connect>[0])
    return {
      call: async (name, args) => textOf(await client.callTool({ name, arguments: args })),
      close: () => client.close(),
    }
  },
}

const oldestV1: Sdk = {
  name: 'SDK v1 1.26',
  discoversFirst: true,
  streams: 1,
  async connect(url, options) {
    const client = new OldestClientV1(info)
    // As above.
    await client.connect(new OldestHttpV1(new URL(url), options) as Parameters<typeof client.connect>[0])
    return {
      call: async (name, args) => textOf(await client.callTool({ name, arguments: args })),
      close: () => client.close(),
    }
  },
}

const v2: Sdk = {
  name: 'SDK v2 2.4',
  discoversFirst: false,
  streams: 1,
  async connect(url, options) {
    const client = new ClientV2(info, negotiating)
    await client.connect(new HttpV2(new URL(url), options))
    return {
      call: async (name, args) => textOf(await client.callTool({ name, arguments: args })),
      close: () => client.close(),
    }
  },
}

const oldestV2: Sdk = {
  name: 'SDK v2 2.0',
  discoversFirst: false,
  streams: 1,
  async connect(url, options) {
    const client = new OldestClientV2(info, negotiating)
    await client.connect(new OldestHttpV2(new URL(url), options))
    return {
      call: async (name, args) => textOf(await client.callTool({ name, arguments: args })),
      close: () => client.close(),
    }
  },
}

const aiSdk: Sdk = {
  name: '@ai-sdk/mcp 2.0',
  discoversFirst: true,
  streams: 3,
  async connect(url, options) {
    const client = await createMCPClient({ transport: { type: 'http', url, ...options } })
    return {
      call: async (name, args) => textOf(await client.callTool({ name, arguments: args })),
      close: () => client.close(),
    }
  },
}

/** The official SDKs, newest and oldest that are supported. */
export const officialSdks: readonly Sdk[] = [v1, oldestV1, v2, oldestV2]

export const sdks: readonly Sdk[] = [...officialSdks, aiSdk]
