import { setTimeout as wait } from 'node:timers/promises'
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { fileTokenStore } from '@fast-agent-auth/token-store/file'
import { seededRandom } from '../kill/random.ts'
import { callOnce } from './call.ts'
import { type ClientSession, createClientSession } from './client-session.ts'
import { createContext, described } from './context.ts'
import { watchMemory } from './memory.ts'
import type { ClientOptions, Order, Report } from './messages.ts'
import { recover } from './recover.ts'
import { readResources, settleResources } from './resources.ts'
import { losingStore } from './sabotage.ts'

/** How many calls each session makes at the same time. */
const callers = 2
const unknownError = 'every failure is an error of ours with its code, or one of the network'

const { seed, sites, accounts, referee, folder, sabotage }: ClientOptions = JSON.parse(process.argv[2] ?? '')
const report = (message: Report): void => {
  // Nobody may want to know any more.
  process.send?.(message, () => undefined)
}
const store = folder === undefined ? memoryTokenStore() : fileTokenStore({ folder })
const context = createContext({
  store: sabotage === 'lost-write' ? losingStore(store) : store,
  referee,
  sabotage,
  report,
})
process.on('unhandledRejection', (error) => context.fail(unknownError, `unhandled: ${described(error)}`))
process.on('uncaughtException', (error) => context.fail(unknownError, `uncaught: ${described(error)}`))
process.on('warning', (warning) => context.fail(unknownError, `warned: ${described(warning)}`))
// These open their handles when they are first used.
for (const stream of [process.stdout, process.stderr]) stream.write('')
process.on('disconnect', () => process.exit())
process.on('message', (order: Order) => {
  if (order === 'count') settleResources(before).then((after) => report({ type: 'counted', before, after }))
  else context.stop()
})
const before = readResources()

const sessions = sites.flatMap((site) => accounts.map((account) => createClientSession(site, account, context)))
const memory = watchMemory(1000)
const work = sessions.flatMap((session, index) =>
  Array.from({ length: callers }, (_, caller) => callAgainAndAgain(session, seed + index * callers + caller)),
)
await Promise.all(work)
await Promise.all(sessions.map((session) => recover(session, context)))
const samples = memory.stop()
report({ type: 'stopped', outcomes: context.outcomes(), losses: context.losses(), samples })

async function callAgainAndAgain(session: ClientSession, seed: number): Promise<void> {
  const random = seededRandom(seed)
  while (!context.stopped()) {
    await callOnce(session, context, random)
    if (random() < 0.003) await session.signOut()
    await wait(random() * 250)
  }
}
