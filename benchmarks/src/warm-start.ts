import { setTimeout as wait } from 'node:timers/promises'
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { createAuth } from 'fast-agent-auth'
import { agree } from './agree.ts'
import { countRequests, type RequestCount } from './count-requests.ts'
import { median } from './median.ts'
import { plainProvider } from './plain-provider.ts'
import { type Sdk, sdks } from './sdks.ts'
import { latency } from './server-options.ts'
import { startServer } from './start-server.ts'
import type { Table } from './table.ts'

const runs = 5
// Seconds: what a sign-in gives has expired when the program starts again.
const lifetime = 1

/** Connects anew, with what an earlier run has stored, by way of `fetch`. */
type Start = (fetch: typeof globalThis.fetch) => Promise<{ close(): Promise<void> }>

interface Program {
  readonly name: string
  /** Signs in, in an earlier run. */
  signIn(url: string): Promise<Start>
}

const programs: readonly Program[] = [
  ...sdks.map((sdk) => ({ name: `ours in ${sdk.name}`, signIn: (url: string) => signInOurs(sdk, url) })),
  ...sdks.map((sdk) => ({ name: sdk.name, signIn: (url: string) => signInAlone(sdk, url) })),
]

/** The time from the start of a program whose stored token has expired to the first answer of the MCP server. */
export async function warmStart(): Promise<readonly Table[]> {
  const outcomes: (RequestCount & { readonly milliseconds: number })[][] = programs.map(() => [])
  const server = await startServer({ lifetime })
  try {
    for (let run = 0; run < runs; run++) {
      const starts = await Promise.all(programs.map(({ signIn }) => signIn(server.url)))
      await wait(lifetime * 1000)
      // The server goes by a clock of its own.
      await server.expire()
      for (const [i, start] of starts.entries()) outcomes[i]?.push(await firstAnswer(start, server.url))
    }
  } finally {
    await server.close()
  }
  return [
    {
      title: `Start with an expired token, to the first MCP answer (${latency} ms a request, median of ${runs} runs in turn)`,
      columns: programs.map(({ name }) => name),
      rows: [
        {
          what: 'requests in a row',
          target: { exactly: 2 },
          values: outcomes.map((each) => Math.max(...each.map(({ rounds }) => rounds))),
        },
        {
          what: 'requests',
          target: { exactly: 2 },
          values: outcomes.map((each) => Math.max(...each.map(({ requests }) => requests))),
        },
        {
          what: 'ms',
          values: outcomes.map((each) => Math.round(median(each.map(({ milliseconds }) => milliseconds)))),
        },
      ],
    },
  ]
}

async function firstAnswer(start: Start, url: string): Promise<RequestCount & { readonly milliseconds: number }> {
  const { fetch, count } = countRequests()
  const began = performance.now()
  let first: (RequestCount & { readonly milliseconds: number }) | undefined
  const connection = await start(async (input, init) => {
    const response = await fetch(input, init)
    const { origin, pathname } = new URL(input instanceof Request ? input.url : input)
    if (response.ok && origin + pathname === url) first ??= { ...count(), milliseconds: performance.now() - began }
    return response
  })
  await connection.close()
  if (!first) throw new Error('The MCP server never answered')
  return first
}

async function signInOurs(sdk: Sdk, url: string): Promise<Start> {
  const options = { store: memoryTokenStore(), redirect: { port: 0 } }
  const openBrowser = async (window: URL): Promise<void> => void (await fetch(await agree(window)))
  await createAuth(url, { ...options, openBrowser }).login()
  return (fetch) => sdk.connect(url, { fetch: createAuth(url, { ...options, fetch }).fetch })
}

async function signInAlone(sdk: Sdk, url: string): Promise<Start> {
  const windows: URL[] = []
  const authProvider = plainProvider((window) => void windows.push(window))
  await sdk.connect(url, { authProvider }).catch(() => undefined)
  const [window] = windows
  if (!window) throw new Error(`${sdk.name} asked nobody to sign in`)
  await sdk.finishAuth(url, authProvider, await agree(window))
  return (fetch) => sdk.connect(url, { authProvider, fetch })
}
