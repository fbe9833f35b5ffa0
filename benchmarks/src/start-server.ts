import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
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
  const program = fileURLToPath(new URL('server-process.ts', import.meta.url))
  const child = fork(program, [JSON.stringify(options)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const answer = async (): Promise<unknown> => {
    const [message] = await once(child, 'message', { signal: AbortSignal.timeout(timeLimit) })
    return message
  }
  const ask = (question: Question): Promise<unknown> => {
    child.send(question)
    return answer()
  }
  const close = async (): Promise<void> => {
    const ended = once(child, 'exit')
    child.kill()
    await ended
  }
  try {
    return {
      url: String(await answer()),
      expire: async () => void (await ask('expire')),
      refreshes: async () => Number(await ask('refreshes')),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
