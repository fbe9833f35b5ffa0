import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Child, startModule } from '../src/child.ts'
import type { Account, ClientOptions, Report, Rule } from './messages.ts'
import type { Sabotage } from './sabotage.ts'
import { type Books, type Servers, startServers } from './servers.ts'

export interface SoakOptions {
  readonly seed: number
  /** In ms. */
  readonly duration: number
  readonly sabotage: Sabotage | undefined
}

type Stopped = Extract<Report, { type: 'stopped' }>
type Counted = Extract<Report, { type: 'counted' }>

/** The reports of one process of clients. */
export type ClientResult = Stopped & Omit<Counted, 'type'> & { readonly name: string }

export interface SoakResult {
  readonly clients: readonly ClientResult[]
  readonly books: Books
  /** The rules that clients saw broken. */
  readonly failures: readonly { readonly about: Rule; readonly what: string }[]
  /** All that others may see. */
  readonly texts: ReadonlySet<string>
}

const alone: readonly Account[] = [
  { name: 'ada', interactive: false },
  { name: 'bob', interactive: true },
]
const shared: readonly Account[] = [{ name: 'eve', interactive: false }]

/** Lets clients work against servers that misbehave. @throws Error where a process ends before its time */
export async function soak({ seed, duration, sabotage }: SoakOptions): Promise<SoakResult> {
  const place = await mkdtemp(join(tmpdir(), 'soak-'))
  const folder = join(place, 'tokens')
  const servers = await startServers(seed)
  const all = { sites: servers.sites, referee: servers.referee, sabotage }
  const clients: readonly ClientOptions[] = [
    { ...all, name: 'memory', seed: seed + 100, accounts: alone },
    { ...all, name: 'file 1', seed: seed + 200, accounts: shared, folder },
    { ...all, name: 'file 2', seed: seed + 300, accounts: shared, folder },
  ]
  const running = clients.map(start)
  try {
    return await observe(servers, running, duration)
  } finally {
    await Promise.all(running.map(({ child }) => child.kill()))
    servers.close()
    await rm(place, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function observe(servers: Servers, running: readonly Running[], duration: number): Promise<SoakResult> {
  const stopped = Promise.all(running.map(({ child }) => next<Stopped>(child, 'stopped')))
  // None is done before; but a process that ends too early makes it fail.
  await Promise.race([wait(duration), stopped])
  servers.behave()
  for (const { child } of running) child.send('stop')
  const ends = await stopped
  const books = servers.books()
  // Their connections end before the clients' are counted.
  servers.close()
  for (const { child } of running) child.send('count')
  const counts = await Promise.all(running.map(({ child }) => next<Counted>(child, 'counted')))
  await Promise.all(running.map(({ child }) => child.end()))
  const exits = await Promise.all(running.map(({ child }) => child.exit))
  return {
    clients: running.flatMap(({ name }, i) => {
      const [end, count] = [ends[i], counts[i]]
      return end && count ? [{ ...count, ...end, name }] : []
    }),
    books,
    failures: running.flatMap(({ failures }) => failures),
    texts: new Set([
      ...running.flatMap(({ texts }) => [...texts]),
      ...exits.map(({ stdout, stderr }) => stdout + stderr),
    ]),
  }
}

function next<One extends Report>(child: Child, type: One['type']): Promise<One> {
  return child.next<One>((report) => report.type === type)
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
