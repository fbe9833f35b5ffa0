import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { type AuthOptions, createAuth } from 'fast-agent-auth'
import { agree } from './agree.ts'
import { plainProvider } from './plain-provider.ts'
import { type Sdk, sdks } from './sdks.ts'

/** The state of an application before it signs in. */
export interface Past {
  /** Left by an earlier sign-in: its registration, perhaps with its discovery. Its tokens are gone. */
  readonly kept?: 'registration' | 'discovery' | undefined
  /** The URL of a client metadata document. */
  readonly metadataUrl?: string | undefined
}

/** Signs in, and calls `shown` when a person would see the authorization URL. */
export type Begin = (fetch: typeof globalThis.fetch, shown: () => void) => Promise<void>

export interface Competitor {
  readonly name: string
  prepare(url: string, past: Past): Promise<Begin>
}

export const ours: Competitor = { name: 'ours', prepare: prepareOurs }

export const competitors: readonly Competitor[] = [
  ours,
  ...sdks.map((sdk) => ({ name: sdk.name, prepare: prepareSdk(sdk) })),
]

async function prepareOurs(url: string, { kept, metadataUrl }: Past): Promise<Begin> {
  const options: AuthOptions = { store: memoryTokenStore(), redirect: { port: 0 }, client: { metadataUrl } }
  if (kept) {
    const auth = createAuth(url, { ...options, openBrowser: async (window) => void (await fetch(await agree(window))) })
    await auth.login()
    await auth.logout()
  }
  return async (fetch, shown) => {
    const person = new AbortController()
    const openBrowser = async (): Promise<void> => {
      shown()
      person.abort()
    }
    const login = createAuth(url, { ...options, fetch, openBrowser }).login({
      force: kept === 'registration',
      signal: person.signal,
    })
    await login.catch((error: unknown) => {
      if (error !== person.signal.reason) throw error
    })
  }
}

function prepareSdk(sdk: Sdk): Competitor['prepare'] {
  return async (url, { kept, metadataUrl }) => {
    let show = (_: URL): void => undefined
    const authProvider = plainProvider((window) => show(window), { metadataUrl })
    if (kept) {
      const windows: URL[] = []
      show = (window) => void windows.push(window)
      await refused(sdk.connect(url, { authProvider }), windows)
      if (windows[0]) await sdk.finishAuth(url, authProvider, await agree(windows[0]))
      authProvider.signOut()
      if (kept === 'registration') authProvider.forgetDiscovery()
    }
    return async (fetch, shown) => {
      const windows: URL[] = []
      show = (window) => {
        shown()
        windows.push(window)
      }
      await refused(sdk.connect(url, { fetch, authProvider }), windows)
    }
  }
}

/** It rejects by design: the application is to connect anew after the sign-in. */
function refused(connection: Promise<unknown>, windows: readonly URL[]): Promise<unknown> {
  return connection.catch((error: unknown) => {
    if (windows.length === 0) throw error
  })
}
