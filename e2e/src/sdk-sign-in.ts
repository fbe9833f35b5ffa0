import {
  auth as authV2,
  type OAuthClientInformationMixed,
  type OAuthClientProvider,
} from '@modelcontextprotocol/client'
import { auth as authV1, type OAuthClientProvider as ProviderV1 } from '@modelcontextprotocol/sdk/client/auth.js'
import { memoryProvider } from './memory-provider.ts'

/** The end of a sign-in: no window, a window and then an error, or tokens. */
export type Reached = 'refused' | 'window' | 'tokens'

/** An application of an official SDK, written after its guide and without what the guide leaves out. */
export interface SdkApplication {
  readonly name: 'SDK v1' | 'SDK v2'
  /** Every URL that it was told to open. */
  readonly windows: readonly URL[]
  signIn(): Promise<Reached>
  /** Calls with a token that the server refused. */
  renew(): Promise<Reached>
}

export interface SdkApplicationOptions {
  readonly serverUrl: string
  /** `resource_metadata` of the challenge. */
  readonly resourceMetadata?: string | undefined
  readonly clientMetadataUrl?: string | undefined
  /** Registered beforehand. */
  readonly client?: OAuthClientInformationMixed | undefined
  /** Changes the redirect before it arrives. */
  readonly arrive?: ((callback: URL) => URL) | undefined
}

/** Finds or asks for tokens, and says whether it got some or a window has to be opened. */
type Step = (provider: OAuthClientProvider, callback?: URLSearchParams) => Promise<'AUTHORIZED' | 'REDIRECT'>

export function sdkApplications(options: SdkApplicationOptions): readonly SdkApplication[] {
  const common = {
    serverUrl: options.serverUrl,
    ...(options.resourceMetadata !== undefined && { resourceMetadataUrl: new URL(options.resourceMetadata) }),
  }
  const v1: Step = (provider, callback) =>
    authV1(provider as ProviderV1, { ...common, ...present('authorizationCode', callback?.get('code')) })
  const v2: Step = (provider, callback) =>
    authV2(provider, {
      ...common,
      ...present('authorizationCode', callback?.get('code')),
      ...present('iss', callback?.get('iss')),
    })
  return [createApplication('SDK v1', v1, options), createApplication('SDK v2', v2, options)]
}

function createApplication(
  name: SdkApplication['name'],
  step: Step,
  { clientMetadataUrl, client, arrive }: SdkApplicationOptions,
): SdkApplication {
  const windows: URL[] = []
  const provider = memoryProvider((url) => void windows.push(url), client)
  async function signIn(): Promise<Reached> {
    const before = windows.length
    try {
      if ((await step({ ...provider, ...present('clientMetadataUrl', clientMetadataUrl) })) === 'AUTHORIZED')
        return 'tokens'
      const opened = windows.at(-1)
      // Another kind of URL is not opened: a browser's doings are not tested here.
      if (opened?.protocol !== 'https:') return 'window'
      const location = (await fetch(opened, { redirect: 'manual' })).headers.get('location')
      if (location === null) return 'window'
      const callback = new URL(location)
      await step(provider, (arrive?.(callback) ?? callback).searchParams)
      return 'tokens'
    } catch {
      return windows.length > before ? 'window' : 'refused'
    }
  }
  return {
    name,
    windows,
    signIn,
    renew: () =>
      step(provider).then(
        (result) => (result === 'AUTHORIZED' ? 'tokens' : 'window'),
        () => 'refused',
      ),
  }
}

function present<Name extends string>(name: Name, value: string | null | undefined): { [name in Name]?: string } {
  return value === null || value === undefined ? {} : ({ [name]: value } as { [name in Name]: string })
}
