import {
  Client as ClientV2,
  StreamableHTTPClientTransport as HttpV2,
  type OAuthClientProvider,
} from '@modelcontextprotocol/client'
import type { OAuthClientProvider as ProviderV1 } from '@modelcontextprotocol/sdk/client/auth.js'
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as HttpV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'

/** An official SDK, as far as the benchmarks use it. */
export interface Sdk {
  readonly name: string
  connect(url: string, auth: SdkAuth): Promise<Connection>
  /** Hands the answer of the authorization server to the SDK. */
  finishAuth(url: string, provider: OAuthClientProvider, callback: URL): Promise<void>
}

export interface SdkAuth {
  readonly fetch?: typeof globalThis.fetch
  readonly authProvider?: OAuthClientProvider
}

export interface Connection {
  /** Calls the tool that adds two numbers. */
  add(a: number, b: number): Promise<number>
  close(): Promise<void>
}

const info = { name: 'benchmark', version: '1.0.0' }
const options = { timeout: 30_000 }

export const sdks: readonly Sdk[] = [
  {
    name: 'SDK v1',
    async connect(url, auth) {
      const client = new ClientV1(info)
      // The SDK's transports are not written for exactOptionalPropertyTypes.
      await client.connect(httpV1(url, auth) as Parameters<typeof client.connect>[0], options)
      return {
        add: async (a, b) => sumOf(await client.callTool({ name: 'add', arguments: { a, b } }, undefined, options)),
        close: () => client.close(),
      }
    },
    finishAuth: (url, authProvider, callback) =>
      httpV1(url, { authProvider }).finishAuth(callback.searchParams.get('code') ?? ''),
  },
  {
    name: 'SDK v2',
    async connect(url, auth) {
      const client = new ClientV2(info)
      await client.connect(new HttpV2(new URL(url), auth), options)
      return {
        add: async (a, b) => sumOf(await client.callTool({ name: 'add', arguments: { a, b } }, options)),
        close: () => client.close(),
      }
    },
    finishAuth: (url, authProvider, callback) =>
      new HttpV2(new URL(url), { authProvider }).finishAuth(callback.searchParams),
  },
]

function httpV1(url: string, { fetch, authProvider }: SdkAuth): HttpV1 {
  return new HttpV1(new URL(url), {
    ...(fetch && { fetch }),
    ...(authProvider && { authProvider: authProvider as ProviderV1 }),
  })
}

function sumOf(result: object): number {
  const [first] = 'content' in result && Array.isArray(result.content) ? result.content : []
  return Number(first?.text)
}
