import type { Server } from 'node:http'
import { createLedger, type Ledger } from './ledger.ts'
import { createPlan } from './plan.ts'
import { listen, originOf, startSite } from './site.ts'

export interface ServerOptions {
  readonly seed: number
}

/** Where everything is, once it listens. */
export interface Addresses {
  readonly type: 'addresses'
  readonly sites: readonly { readonly name: string; readonly url: string }[]
  /** Whom clients of the test ask about the server. */
  readonly referee: string
}

/** All that happened, told when it is asked for. */
export interface Books {
  readonly type: 'books'
  readonly counts: readonly (readonly [string, number])[]
  readonly signIns: number
  readonly refreshes: number
  readonly violations: readonly string[]
  readonly secrets: readonly string[]
}

const { seed }: ServerOptions = JSON.parse(process.argv[2] ?? '')
const ledger = createLedger()
const stranger = await startStranger(ledger)
const referee = await startReferee(ledger)
const world = { plan: createPlan(seed), ledger, stranger: originOf(stranger) }
const sites = [
  await startSite({ name: 'plain', apart: false, expiresIn: 5 }, world),
  await startSite({ name: 'silent', apart: true, expiresIn: undefined }, world),
  await startSite({ name: 'secret', apart: true, expiresIn: 5, tokenEndpointAuthMethod: 'client_secret_basic' }, world),
]
process.on('message', (order: 'behave' | 'books') => {
  if (order === 'behave') world.plan.behave()
  else process.send?.(readBooks(ledger))
})
process.on('disconnect', () => process.exit())
const addresses: Addresses = {
  type: 'addresses',
  sites: sites.map(({ name, url }) => ({ name, url })),
  referee: originOf(referee),
}
process.send?.(addresses)

/** Somebody to whom only redirects lead, which nobody may follow: what is sent here was meant for the server. */
async function startStranger({ families }: Ledger): Promise<Server> {
  const server = await listen()
  server.on('request', (incoming, outgoing) => {
    families.accuse(`${incoming.method} ${incoming.url}: sent to another origin than the server's`)
    outgoing.end('{}')
  })
  return server
}

/** Tells the clients of the test what the server knows, without any fault. */
async function startReferee({ families, calls, journal }: Ledger): Promise<Server> {
  const server = await listen()
  server.on('request', (incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', originOf(server))
    const of = searchParams.get('of') ?? ''
    if (pathname === '/signed-out') {
      const family = families.current(of)
      if (family) family.ended ??= 'it was signed out'
      journal.note(of, 'signed out')
    }
    const answers: Readonly<Record<string, () => unknown>> = {
      '/judge': () => calls.judge(of),
      '/journal': () => journal.read(of),
    }
    outgoing.end(JSON.stringify(answers[pathname]?.() ?? {}))
  })
  return server
}

function readBooks({ families, counts, secrets }: Ledger): Books {
  const refreshes = [...families.refresh.values()].filter(({ replaced }) => replaced).length
  return {
    type: 'books',
    counts: [...counts],
    // Each token response brings a refresh token: those to a refresh replace one, the others begin with one.
    signIns: families.refresh.size - refreshes,
    refreshes,
    violations: families.violations(),
    secrets: [...secrets],
  }
}
