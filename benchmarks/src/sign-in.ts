import { countRequests, type RequestCount } from './count-requests.ts'
import { median } from './median.ts'
import { latency, type ServerOptions } from './server-options.ts'
import { type Competitor, competitors, type Past } from './sign-in-competitors.ts'
import { startServer } from './start-server.ts'
import type { Row, Table } from './table.ts'

const runs = 3
const metadataUrl = 'https://app.example.com/client.json'

interface Situation {
  readonly what: string
  readonly past: Past
  readonly server?: ServerOptions
  /** Requests in a row, with the authorization server elsewhere and with the server as its own. */
  readonly rounds: readonly [number, number]
}

export const situations: readonly Situation[] = [
  { what: 'registering', past: {}, rounds: [3, 2] },
  { what: 'registering, metadata at the root alone', past: {}, server: { atRoot: true }, rounds: [4, 3] },
  { what: 'metadata document', past: { metadataUrl }, server: { documents: true }, rounds: [2, 1] },
  // One of these asks whether the registration is still known: else a sign-in could wait for a browser that never comes back.
  { what: 'kept registration', past: { kept: 'registration' }, rounds: [3, 2] },
  { what: 'kept registration and discovery', past: { kept: 'discovery' }, rounds: [1, 1] },
]

interface Outcome extends RequestCount {
  readonly milliseconds: number
}

/** Requests from the first one to the authorization URL, the refused one included. */
export async function signIn(): Promise<readonly Table[]> {
  return [
    await measure('authorization server on another origin', { separate: true }, 0),
    await measure('server is its own authorization server', {}, 1),
  ]
}

async function measure(where: string, options: ServerOptions, index: 0 | 1): Promise<Table> {
  const rows: Row[] = []
  for (const situation of situations) rows.push(...(await rowsOf(situation, options, index)))
  return {
    title: `Sign-in until the authorization URL, ${where} (${latency} ms a request, median of ${runs} runs in turn)`,
    columns: competitors.map(({ name }) => name),
    rows,
    notes: [
      'SDK v1 and v2 alone: with a provider that keeps what they hand it; each run begins with a refused request.',
    ],
  }
}

async function rowsOf({ what, past, server, rounds }: Situation, options: ServerOptions, index: 0 | 1) {
  const outcomes = await alternate({ ...options, ...server }, past)
  const worst = (name: keyof RequestCount): readonly number[] =>
    outcomes.map((each) => Math.max(...each.map((run) => run[name])))
  const times = outcomes.map((each) => median(each.map(({ milliseconds }) => milliseconds)))
  return [
    { what: `${what}: requests in a row`, target: { exactly: rounds[index] }, values: worst('rounds') },
    { what: '  sent twice', target: { exactly: 0 }, values: worst('repeated') },
    { what: '  ms', values: times.map(Math.round) },
  ]
}

/** The outcomes of each competitor, who take turns: what slows the machine down slows all of them down. */
async function alternate(options: ServerOptions, past: Past): Promise<readonly (readonly Outcome[])[]> {
  const server = await startServer(options)
  const outcomes: Outcome[][] = competitors.map(() => [])
  try {
    for (let run = 0; run < runs; run++) {
      for (const [i, competitor] of competitors.entries())
        outcomes[i]?.push(await observe(competitor, server.url, past))
    }
  } finally {
    await server.close()
  }
  return outcomes
}

export async function observe({ name, prepare }: Competitor, url: string, past: Past): Promise<Outcome> {
  const begin = await prepare(url, past)
  const { fetch, count } = countRequests()
  let outcome: Outcome | undefined
  const start = performance.now()
  await begin(fetch, () => {
    outcome ??= { ...count(), milliseconds: performance.now() - start }
  })
  if (!outcome) throw new Error(`${name} shows no authorization URL for ${url}`)
  return outcome
}
