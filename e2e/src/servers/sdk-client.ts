import {
  Client as ClientV2,
  StreamableHTTPClientTransport as HttpV2,
  type OAuthClientProvider,
  UnauthorizedError as UnauthorizedV2,
} from '@modelcontextprotocol/client'
import { type OAuthClientProvider as ProviderV1, UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js'
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as HttpV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport as TransportV1 } from '@modelcontextprotocol/sdk/shared/transport.js'
import { memoryProvider } from '../memory-provider.ts'
import type { Client } from './client.ts'
import { followLinks } from './person.ts'
import type { Row } from './row.ts'

interface Tool {
  readonly name: string
  readonly arguments: Record<string, unknown>
}

/** A connection that has called a tool, or the error, with the way to go on after a window. */
interface Attempt {
  call(tool: Tool): Promise<unknown>
  finish(callback: URLSearchParams): Promise<void>
  close(): Promise<void>
}

const info = { name: 'end-to-end-test', version: '1.0.0' }
const add: Tool = { name: 'add', arguments: { a: 1, b: 2 } }
const write: Tool = { name: 'write', arguments: { text: 'x' } }

function attemptV1(url: URL, provider: OAuthClientProvider): Attempt {
  const transport = new HttpV1(url, { authProvider: provider as ProviderV1 })
  const client = new ClientV1(info)
  return {
    async call(tool) {
      // Not written for exactOptionalPropertyTypes.
      await client.connect(transport as TransportV1)
      return client.callTool(tool)
    },
    finish: (callback) => transport.finishAuth(callback.get('code') ?? ''),
    close: async () => void (await Promise.allSettled([client.close(), transport.close()])),
  }
}

function attemptV2(url: URL, provider: OAuthClientProvider): Attempt {
  const transport = new HttpV2(url, { authProvider: provider })
  const client = new ClientV2(info)
  return {
    async call(tool) {
      await client.connect(transport)
      return client.callTool(tool)
    },
    finish: (callback) => transport.finishAuth(callback),
    close: async () => void (await Promise.allSettled([client.close(), transport.close()])),
  }
}

/** A program of an official SDK: its transport, and a provider after its guide. */
export function sdkClient(name: 'v1' | 'v2', serverUrl: string, { client }: Row): Client {
  const windows: URL[] = []
  const known = client && { client_id: client.id, client_secret: client.secret }
  const provider = memoryProvider((url) => void windows.push(url), known)
  const begin = (): Attempt => (name === 'v1' ? attemptV1 : attemptV2)(new URL(serverUrl), provider)
  const call = async (tool: Tool, finish?: (attempt: Attempt) => Promise<void>): Promise<unknown> => {
    const attempt = begin()
    try {
      return await attempt.call(tool)
    } catch (error) {
      const asksPerson = error instanceof UnauthorizedError || error instanceof UnauthorizedV2
      if (!finish || !asksPerson) throw error
      await finish(attempt)
    } finally {
      await attempt.close()
    }
    return call(tool)
  }
  const askPerson = async (attempt: Attempt): Promise<void> => {
    const window = windows.at(-1)
    if (!window) throw new Error('No window was opened.')
    await attempt.finish((await followLinks(window, String(provider.redirectUrl))).searchParams)
  }
  return {
    call: () => call(add),
    callMore: () => call(write, askPerson),
    async signIn(again = false) {
      if (again) await provider.invalidateCredentials?.('tokens')
      return call(add, askPerson)
    },
  }
}
