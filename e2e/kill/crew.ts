import { setTimeout as wait } from 'node:timers/promises'
import type { MockServer } from '@fast-agent-auth/mock-server'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { createAuth } from 'fast-agent-auth'
import { median } from '../../benchmarks/src/median.ts'
import type { StoreAddress } from '../src/open-shared-store.ts'
import { until } from '../src/until.ts'
import { createReferee, type Moment } from './referee.ts'
import { startWorker, type Worker } from './start-worker.ts'

/** Workers that share a sign-in, and that somebody kills. */
export interface Crew {
  /** Resolves when each has renewed once more, after a sign-in where one was needed. Throws where one fails otherwise. */
  settle(): Promise<void>
  /** Kills one at a random moment of its work, and starts another. Gives what finds out which moment that was. */
  replaceOne(random: () => number): Promise<() => Promise<Moment>>
  /** How often the kills made a sign-in necessary. */
  signIns(): number
  stop(): Promise<void>
}

export interface CrewOptions {
  readonly server: MockServer
  readonly address: StoreAddress
  readonly store: TokenStore
}

const size = 4
/** How long workers may take to renew, in ms: a killed holder's turn is free within 10 s, and a process has to start. */
const limit = 60_000

export async function createCrew({ server, address, store }: CrewOptions): Promise<Crew> {
  const { serverUrl: url } = server
  const killed = new Set<string>()
  const referee = createReferee({ isKilled: (name) => killed.has(name), stored: readRefreshToken })
  server.override.token = referee.watch
  let turnLengths: readonly number[] = [20]
  let started = 0
  let signIns = 0
  const start = (): Worker =>
    startWorker({ name: `worker ${++started}`, url, store: address }, (length) => {
      turnLengths = [...turnLengths.slice(-15), length]
    })

  async function readRefreshToken(): Promise<string | undefined> {
    const text = await store.get(`tokens:${url}`)
    if (text === undefined) return undefined
    const refreshToken = refreshTokenIn(text)
    const known = server.refreshTokens.find(({ value }) => value === refreshToken)
    if (!known) throw new Error('The record is damaged')
    return known.value
  }

  async function signIn(): Promise<void> {
    const openBrowser = async (window: URL): Promise<void> => void (await fetch(window))
    // Another object each time: kills may lose more sign-ins in 30 s than a server may lead to.
    await createAuth(url, { store: { ...store }, redirect: { port: 0 }, openBrowser }).login({ force: true })
    referee.signedIn()
  }

  await signIn()
  const workers = Array.from({ length: size }, start)

  function problem(): string | undefined {
    const failed = workers.find(({ failure }) => failure() !== undefined)
    if (failed) return `${failed.name}: ${failed.failure()}`
    const stranded = referee.lost() ? undefined : workers.find(({ signedOut }) => signedOut())
    if (stranded) return `${stranded.name} asked for a sign-in although no refresh token was lost`
    return referee.violation()
  }

  async function settle(): Promise<void> {
    for (const { expectRenewal } of workers) expectRenewal()
    const allRenewed = (): boolean => workers.every(({ renewed }) => renewed())
    const allSignedOut = (): boolean => workers.every(({ signedOut }) => signedOut())
    const isOver = (): boolean => problem() !== undefined || allRenewed() || allSignedOut()
    await until('all workers have renewed', limit, isOver)
    const found = problem()
    if (found !== undefined) throw new Error(found)
    if (allRenewed()) return
    await signIn()
    signIns++
    for (const { goOn } of workers) goOn()
    await settle()
  }

  return {
    settle,
    async replaceOne(random) {
      const [aimed, share, choice] = [random() < 0.7, random(), Math.floor(random() * size)]
      const inTurn = (): number => workers.findIndex(({ turn }) => turn() !== undefined)
      if (aimed) await until('a worker has its turn', limit, () => inTurn() >= 0)
      const index = aimed ? inTurn() : choice
      const victim = workers[index]
      if (!victim) throw new Error('There is nobody to kill')
      await wait(share * 1.2 * median(turnLengths))
      killed.add(victim.name)
      const at = performance.now()
      await victim.kill()
      const found = problem()
      if (found !== undefined) throw new Error(found)
      if ((await readRefreshToken()) === undefined && !referee.lost()) throw new Error('The record is gone')
      workers[index] = start()
      return () => referee.momentOf(victim.turn(), at)
    },
    signIns: () => signIns,
    async stop() {
      await Promise.all(workers.map(({ kill }) => kill()))
    },
  }
}

/** `undefined` where the text is no record of tokens. */
function refreshTokenIn(text: string): unknown {
  try {
    return JSON.parse(text).tokens.refreshToken
  } catch {
    return undefined
  }
}
