import type { OAuthClientProvider as AiSdk } from '@ai-sdk/mcp'
import type { OAuthClientProvider as V2 } from '@modelcontextprotocol/client'
import type { OAuthClientProvider as V1 } from '@modelcontextprotocol/sdk/client/auth.js'
import type { OAuthClientProvider as OldestV2 } from 'client-v2-oldest'
import type { OAuthClientProvider as OldestV1 } from 'sdk-v1-oldest/client/auth.js'
import { expectTypeOf, it } from 'vitest'
import type { OAuthClientProvider } from '../src/index.ts'

it('is the OAuthClientProvider of every SDK, for the compiler', () => {
  expectTypeOf<OAuthClientProvider>().toExtend<V1>()
  expectTypeOf<OAuthClientProvider>().toExtend<OldestV1>()
  expectTypeOf<OAuthClientProvider>().toExtend<V2>()
  expectTypeOf<OAuthClientProvider>().toExtend<OldestV2>()
  expectTypeOf<OAuthClientProvider>().toExtend<AiSdk>()
})

it('has a redirectUrl, since some hosts refuse a provider that may have none', () => {
  expectTypeOf<OAuthClientProvider['redirectUrl']>().toEqualTypeOf<string>()
})
