import { startMockServer } from '@fast-agent-auth/mock-server'
import { errorText } from '../src/error-text.ts'
import { openSharedStore, type StoreName } from '../src/open-shared-store.ts'
import { startSharedStore } from '../src/start-shared-store.ts'
import { type Crew, createCrew } from './crew.ts'
import type { Moment } from './referee.ts'

/** The kills on one store, and their ends. */
export interface Tally {
  readonly store: StoreName
  /** The moments of those that were survived. */
  readonly moments: readonly Moment[]
  readonly signIns: number
  /** The fault that was found after the next kill. */
  readonly failure?: string | undefined
}

/** Milliseconds that each request takes. */
const latency = 15

/** Kills workers that share a store one after the other, up to the first kill that does harm. */
export async function killOnStore(name: StoreName, kills: number, random: () => number): Promise<Tally> {
  const shared = await startSharedStore(name)
  // For this process, which looks into the store, and for those that it starts.
  Object.assign(process.env, shared.env)
  const server = await startMockServer({ delay: latency })
  const moments: Moment[] = []
  let crew: Crew | undefined
  try {
    crew = await createCrew({ server, address: shared.address, store: await openSharedStore(shared.address) })
    await crew.settle()
    while (moments.length < kills) {
      const moment = await crew.replaceOne(random)
      await crew.settle()
      moments.push(await moment())
      server.clear()
    }
    return { store: name, moments, signIns: crew.signIns() }
  } catch (error) {
    return { store: name, moments, signIns: crew?.signIns() ?? 0, failure: errorText(error) }
  } finally {
    await crew?.stop()
    await server.close()
    await shared.stop()
  }
}
