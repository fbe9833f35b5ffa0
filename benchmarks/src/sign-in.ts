import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { createAuth } from 'fast-agent-auth'
import { countRequests, type RequestCount } from './count-requests.ts'
import { median } from './median.ts'
import { plainProvider } from './plain-provider.ts'
import { type Sdk, sdks } from './sdks.ts'
import { latency, type ServerOptions } from './server-options.ts'
import { startServer } from './start-server.ts'
import type { Table } from './table.ts'

const runs = 7

/** Signs in for the first time, and calls `shown` when a person would see the authorization URL. */
type Begin = (url: string, fetch: typeof globalThis.fetch, shown: () => void) => Promise<void>

interface Competitor {
  readonly name: string
  readonly begin: Begin
}

interface Outcome extends RequestCount {
  readonly milliseconds: number
}

const competitors: readonly Competitor[] = [
  { name: 'ours', begin: beginOurs },
  ...sdks.map((sdk) => ({ name: sdk.name, begin: beginSdk(sdk) })),
]

/** What is sent from the first request to the authorization URL, the refused request included. */
export async function signIn(): Promise<readonly Table[]> {
  return [
    await measure('Sign-in until the authorization URL, authorization server on another origin', { separate: true }, 3),
    await measure('Sign-in until the authorization URL, server is its own authorization server', {}, 2),
  ]
}

async function measure(title: string, options: ServerOptions, rounds: number): Promise<Table> {
  const outcomes = await alternate(options)
  const worst = (name: keyof RequestCount): readonly number[] =>
    outcomes.map((runs) => Math.max(...runs.map((run) => run[name])))
  const times = outcomes.map((runs) => median(runs.map(({ milliseconds }) => milliseconds)))
  return {
    title: `${title} (${latency} ms a request)`,
    columns: competitors.map(({ name }) => name),
    rows: [
      { what: 'requests', values: worst('requests') },
      { what: 'in a row', target: { exactly: rounds }, values: worst('rounds') },
      { what: 'sent twice', target: { exactly: 0 }, values: worst('repeated') },
      { what: 'ms', values: times.map(Math.round) },
      {
        what: 'ms of ours / ms',
        values: times.map((time, i) => (i === 0 ? undefined : (times[0] ?? Number.NaN) / time)),
      },
    ],
  }
}

/** The outcomes of each competitor, who take turns: what slows the machine down slows all of them down. */
async function alternate(options: ServerOptions): Promise<readonly (readonly Outcome[])[]> {
  const server = await startServer(options)
  const outcomes: Outcome[][] = competitors.map(() => [])
  try {
    for (let run = 0; run < runs; run++) {
      for (const [i, { begin }] of competitors.entries()) outcomes[i]?.push(await observe(begin, server.url))
    }
  } finally {
    await server.close()
  }
  return outcomes
}

async function observe(begin: Begin, url: string): Promise<Outcome> {
  const { fetch, count } = countRequests()
  let outcome: Outcome | undefined
  const start = performance.now()
  await begin(url, fetch, () => {
    outcome ??= { ...count(), milliseconds: performance.now() - start }
  })
  if (!outcome) throw new Error(`No authorization URL for ${url}`)
  return outcome
}

async function beginOurs(url: string, fetch: typeof globalThis.fetch, shown: () => void): Promise<void> {
  const person = new AbortController()
  const auth = createAuth(url, {
    store: memoryTokenStore(),
    redirect: { port: 0 },
    fetch,
    async openBrowser() {
      shown()
      person.abort()
    },
  })
  await auth.login({ signal: person.signal }).catch((error: unknown) => {
    if (error !== person.signal.reason) throw error
  })
}

function beginSdk({ connect }: Sdk): Begin {
  return async (url, fetch, shown) => {
    let asked = false
    const authProvider = plainProvider(() => {
      shown()
      asked = true
    })
    // It rejects by design: the application is to connect anew after the sign-in.
    await connect(url, { fetch, authProvider }).catch((error: unknown) => {
      if (!asked) throw error
    })
  }
}
