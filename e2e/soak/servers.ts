import { createLedger, type Ledger } from './ledger.ts'
import { type Listener, listen } from './listen.ts'
import { createPlan } from './plan.ts'
import { startSite } from './site.ts'

/** Everything that the clients talk to. */
export interface Servers {
  readonly sites: readonly { readonly name: string; readonly url: string }[]
  /** The origin that tells the clients of the test what the servers know. */
  readonly referee: string
  /** From now on, all is as it should be. */
  behave(): void
  books(): Books
  /** Ends all, with every connection. */
  close(): void
}

/** All that happened. */
export interface Books {
  readonly counts: readonly (readonly [string, number])[]
  readonly signIns: number
  readonly refreshes: number
  readonly violations: readonly string[]
  readonly secrets: readonly string[]
}

export async function startServers(seed: number): Promise<Servers> {
  const ledger = createLedger()
  const plan = createPlan(seed)
  const stranger = await startStranger(ledger)
  const referee = await startReferee(ledger)
  const around = { plan, ledger, stranger: stranger.origin }
  const secret = { tokenEndpointAuthMethod: 'client_secret_basic' as const }
  const sites = [
    await startSite({ name: 'plain', apart: false, expiresIn: 5 }, around),
    await startSite({ name: 'silent', apart: true, expiresIn: undefined }, around),
    await startSite({ name: 'secret', apart: true, expiresIn: 5, ...secret }, around),
  ]
  return {
    sites: sites.map(({ name, url }) => ({ name, url })),
    referee: referee.origin,
    behave: () => plan.behave(),
    books: () => readBooks(ledger),
    close() {
      for (const { close } of [stranger, referee, ...sites.flatMap(({ proxies }) => proxies)]) close()
    },
  }
}

/** Somebody to whom only redirects lead, which nobody may follow: what is sent here was meant for the server. */
function startStranger({ families }: Ledger): Promise<Listener> {
  return listen((url, { method }, outgoing) => {
    families.accuse(`${method} ${url.pathname}: sent to another origin than the server's`)
    outgoing.end('{}')
  })
}

/** Tells the clients of the test what the servers know, without any fault. */
function startReferee({ families, calls, journal }: Ledger): Promise<Listener> {
  return listen(({ pathname, searchParams }, _, outgoing) => {
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
}

function readBooks({ families, counts, secrets }: Ledger): Books {
  const refreshes = [...families.refresh.values()].filter(({ replaced }) => replaced).length
  return {
    counts: [...counts],
    // Each token response brings a refresh token: those to a refresh replace one, the others begin with one.
    signIns: families.refresh.size - refreshes,
    refreshes,
    violations: families.violations(),
    secrets: [...secrets],
  }
}
