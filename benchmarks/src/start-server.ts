import { startModule } from '../../e2e/src/child.ts'
import { within } from '../../e2e/src/within.ts'
import type { Question, ServerOptions } from './server-options.ts'

/** An MCP server in a process of its own, so that it and its clients do not wait for each other's event loop. */
export interface Server {
  readonly url: string
  /** Refuses all access tokens issued so far, and counts refreshes from now on. */
  expire(): Promise<void>
  refreshes(): Promise<number>
  close(): Promise<void>
}

const timeLimit = 30_000

export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const child = startModule(new URL('server-process.ts', import.meta.url), options)
  const answer = (): Promise<unknown> => within(timeLimit, 'an answer of the server', child.next<unknown>())
  const ask = (question: Question): Promise<unknown> => {
    child.send(question)
    return answer()
  }
  try {
    return {
      url: String(await answer()),
      expire: async () => void (await ask('expire')),
      refreshes: async () => Number(await ask('refreshes')),
      close: () => child.end(),
    }
  } catch (error) {
    await child.kill()
    throw error
  }
}
