import { setTimeout as wait } from 'node:timers/promises'
import { type Application, applications, type RunningApplication } from './applications.ts'
import { latency } from './server-options.ts'
import { type Server, startServer } from './start-server.ts'
import type { Table } from './table.ts'

const calls = 50
// Seconds: long enough to connect, short enough to wait for.
const shortLife = 2

interface Outcome {
  readonly answers: number
  readonly refreshes: number
  readonly windows: number
}

/** Many calls at once when the access token has just ended: by the clock, or by the server before that. */
export async function concurrentCalls(): Promise<readonly Table[]> {
  const about = `(${latency} ms a request, refresh tokens rotate)`
  return [
    await measure(`${calls} concurrent calls on an expired token ${about}`, shortLife),
    await measure(`${calls} concurrent calls on a token refused before its expiry ${about}`, undefined),
  ]
}

async function measure(title: string, lifetime: number | undefined): Promise<Table> {
  const server = await startServer({ lifetime })
  const outcomes: Outcome[] = []
  try {
    for (const application of applications) outcomes.push(await callAtOnce(application, server, lifetime))
  } finally {
    await server.close()
  }
  return {
    title,
    columns: applications.map(({ name }) => name),
    rows: [
      { what: `answers of ${calls}`, target: { exactly: calls }, values: outcomes.map(({ answers }) => answers) },
      { what: 'refreshes', target: { exactly: 1 }, values: outcomes.map(({ refreshes }) => refreshes) },
      { what: 'windows', target: { exactly: 0 }, values: outcomes.map(({ windows }) => windows) },
    ],
    notes: ['SDK v1 and v2 alone: with a provider in memory that has the members their guides show.'],
  }
}

async function callAtOnce(application: Application, server: Server, lifetime: number | undefined): Promise<Outcome> {
  const running = await application.start(server.url)
  try {
    // Until these are answered, so is the stream that both SDKs open by themselves; else it would be refused as well.
    for (let i = 0; i < 3; i++) await running.add(i, i)
    if (lifetime !== undefined) await wait(lifetime * 1000)
    await server.expire()
    const windows = running.windows()
    const answers = await countAnswers(running)
    return { answers, refreshes: await server.refreshes(), windows: running.windows() - windows }
  } finally {
    await running.close()
  }
}

async function countAnswers({ add }: RunningApplication): Promise<number> {
  const sums = await Promise.allSettled(Array.from({ length: calls }, (_, i) => add(i, 1000)))
  return sums.filter((sum, i) => sum.status === 'fulfilled' && sum.value === i + 1000).length
}
