import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Child, startModule } from '../src/child.ts'
import type { Account, ClientOptions, Report, Rule } from './messages.ts'
import type { Resources } from './resources.ts'
import type { Sabotage } from './sabotage.ts'
import type { Addresses, Books } from './server.ts'

export interface SoakOptions {
  readonly seed: number
  /** In ms. */
  readonly duration: number
  readonly sabotage: Sabotage | undefined
}

type Stopped = Extract<Report, { type: 'stopped' }>
type Counted = Extract<Report, { type: 'counted' }>

/** What came of one process of clients. */
export interface ClientResult {
  readonly name: string
  readonly outcomes: Stopped['outcomes']
  readonly losses: Stopped['losses']
  readonly samples: readonly number[]
  readonly before: Resources
  readonly after: Resources
}

export interface SoakResult {
  readonly clients: readonly ClientResult[]
  readonly books: Books
  /** What must never happen, and has. */
  readonly failures: readonly { readonly about: Rule; readonly what: string }[]
  /** Whatever others may see. */
  readonly texts: ReadonlySet<string>
}

const alone: readonly Account[] = [
  { name: 'ada', interactive: false },
  { name: 'bob', interactive: true },
]
const shared: readonly Account[] = [{ name: 'eve', interactive: false }]

/** Lets clients work against servers that misbehave. @throws Error where a process ends before its time */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  const folder = await mkdtemp(join(tmpdir(), 'soak-'))
  const server = startModule(new URL('server.ts', import.meta.url), { seed: options.seed })
  const running: Running[] = []
  try {
    const addresses = await server.next<Addresses>(({ type }) => type === 'addresses')
    running.push(...clientsOf(addresses, join(folder, 'tokens'), options).map(start))
    return await observe(server, running, options.duration)
  } finally {
    await Promise.all([server, ...running.map(({ child }) => child)].map((child) => child.kill()))
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

function clientsOf(
  { sites, referee }: Addresses,
  folder: string,
  { seed, sabotage }: SoakOptions,
): readonly ClientOptions[] {
  const all = { sites, referee, sabotage }
  return [
    { ...all, name: 'memory', seed: seed + 100, accounts: alone },
    { ...all, name: 'file 1', seed: seed + 200, accounts: shared, folder },
    { ...all, name: 'file 2', seed: seed + 300, accounts: shared, folder },
  ]
}

async function observe(server: Child, running: readonly Running[], duration: number): Promise<SoakResult> {
  const stopped = Promise.all(running.map(({ child }) => child.next<Stopped>(({ type }) => type === 'stopped')))
  const asked = server.next<Books>(({ type }) => type === 'books')
  // Neither of these is done before; but whoever ends too early makes them fail.
  await Promise.race([wait(duration), stopped, asked])
  server.send('behave')
  for (const { child } of running) child.send('stop')
  const ends = await stopped
  server.send('books')
  const books = await asked
  // With every connection to it.
  await server.end()
  const counted = Promise.all(running.map(({ child }) => child.next<Counted>(({ type }) => type === 'counted')))
  for (const { child } of running) child.send('count')
  const counts = await counted
  const exits = await Promise.all(
    running.map(async ({ child }) => {
      await child.end()
      return child.exit
    }),
  )
  return {
    clients: running.flatMap(({ name }, i) => {
      const [end, count] = [ends[i], counts[i]]
      return end && count ? [{ name, ...end, ...count }] : []
    }),
    books,
    failures: running.flatMap(({ failures }) => failures),
    texts: new Set([
      ...running.flatMap(({ texts }) => [...texts]),
      ...exits.map(({ stdout, stderr }) => stdout + stderr),
    ]),
  }
}

interface Running {
  readonly name: string
  readonly child: Child
  readonly failures: { readonly about: Rule; readonly what: string }[]
  readonly texts: Set<string>
}

function start(options: ClientOptions): Running {
  const child = startModule(new URL('client.ts', import.meta.url), options, { nodeOptions: ['--expose-gc'] })
  const running: Running = { name: options.name, child, failures: [], texts: new Set() }
  child.onMessage((report: Report) => {
    if (report.type === 'text') running.texts.add(report.text)
    if (report.type === 'failure') running.failures.push({ ...report, what: `${options.name}: ${report.what}` })
  })
  return running
}
