import { join } from 'node:path'
import { agree } from '../../benchmarks/src/agree.ts'
import { type Connection, sdks } from '../../benchmarks/src/sdks.ts'
import type { Application, ApplicationOptions } from './application.ts'
import { fileProvider } from './file-provider.ts'

/** An official SDK alone, as its guide shows it. */
export async function sdkApplication(
  name: 'SDK v1' | 'SDK v2',
  { url, store }: ApplicationOptions,
): Promise<Application> {
  const sdk = sdks.find((sdk) => sdk.name === name)
  if (!sdk) throw new Error(`There is no ${name}`)
  // It warns of each refresh that fails.
  console.warn = () => undefined
  const windows: URL[] = []
  const authProvider = fileProvider(join(store.place, 'auth.json'), (window) => void windows.push(window))
  let connection: Connection | undefined
  return {
    async signIn() {
      const refused = await sdk.connect(url, { authProvider }).then(
        () => undefined,
        (error: unknown) => error,
      )
      const [window] = windows.splice(0)
      if (!window) throw new Error(`${name} asked nobody to sign in`, { cause: refused })
      await sdk.finishAuth(url, authProvider, await agree(window))
    },
    async connect() {
      connection = await sdk.connect(url, { authProvider })
    },
    add: async (a, b) => (await connection?.add(a, b)) ?? Number.NaN,
    windows: async () => windows.length,
    close: async () => connection?.close(),
  }
}
