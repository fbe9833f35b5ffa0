import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { createAuth } from 'fast-agent-auth'
import { agree } from './agree.ts'
import { plainProvider } from './plain-provider.ts'
import { type Connection, type Sdk, sdks } from './sdks.ts'

/** A program that uses an MCP server, with our `fetch` or with what an SDK has by itself. */
export interface Application {
  readonly name: string
  /** Signs in, and connects with the tokens. */
  start(url: string): Promise<RunningApplication>
}

export interface RunningApplication extends Connection {
  /** How often a browser was opened. */
  windows(): number
}

export const applications: readonly Application[] = [
  ...sdks.map((sdk) => ({ name: `ours in ${sdk.name}`, start: (url: string) => startOurs(sdk, url) })),
  ...sdks.map((sdk) => ({ name: sdk.name, start: (url: string) => startAlone(sdk, url) })),
]

async function startOurs(sdk: Sdk, url: string): Promise<RunningApplication> {
  let windows = 0
  const auth = createAuth(url, {
    store: memoryTokenStore(),
    redirect: { port: 0 },
    // The harder case: were a person needed, the calls would wait for one.
    interactive: true,
    async openBrowser(authorizationUrl) {
      windows++
      await fetch(await agree(authorizationUrl))
    },
  })
  await auth.login()
  return { ...(await sdk.connect(url, { fetch: auth.fetch })), windows: () => windows }
}

async function startAlone(sdk: Sdk, url: string): Promise<RunningApplication> {
  const windows: URL[] = []
  const authProvider = plainProvider((authorizationUrl) => void windows.push(authorizationUrl))
  const refused = await sdk.connect(url, { authProvider }).then(
    () => undefined,
    (error: unknown) => error,
  )
  const [authorizationUrl] = windows
  if (!authorizationUrl) throw new Error(`${sdk.name} asked nobody to sign in`, { cause: refused })
  await sdk.finishAuth(url, authProvider, await agree(authorizationUrl))
  return { ...(await sdk.connect(url, { authProvider })), windows: () => windows.length }
}
