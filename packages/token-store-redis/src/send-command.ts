import { TokenStoreError } from '@fast-agent-auth/token-store'
import { withTimeLimit } from '@fast-agent-auth/token-store/internal'
import type { Connection } from './connection.ts'
import { pause } from './pause.ts'
import { replyCode } from './reply-code.ts'
import { type Purpose, TimeLimitError, toStoreError } from './to-store-error.ts'

/**
 * Sends one command and returns its reply. The command may reach Redis more than once.
 *
 * @throws TokenStoreError `unavailable` after 5 seconds at the latest; `read_failed` or `write_failed` if Redis refuses
 */
export type SendCommand = (purpose: Purpose, command: readonly string[]) => Promise<unknown>

const limit = 5_000

export function createSendCommand(connection: Connection): SendCommand {
  return async (purpose, command) => {
    let failure: unknown

    async function attempts(expired: AbortSignal): Promise<unknown> {
      for (let attempt = 0; ; attempt++) {
        try {
          return await connection.send(command)
        } catch (error) {
          failure = error
          // There is always a second attempt, since an idle connection may have been lost long ago.
          if (!mayPass(error) || (attempt > 0 && purpose !== 'write')) throw error
          await pause(attempt, expired)
          if (expired.aborted) throw error
        }
      }
    }

    await connection.load()
    try {
      return await withTimeLimit(limit, attempts, () => new TimeLimitError())
    } catch (error) {
      if (error instanceof TimeLimitError) connection.giveUp()
      throw toStoreError(failure ?? error, connection.name, purpose)
    }
  }
}

const passing = ['LOADING', 'READONLY', 'MASTERDOWN', 'CLUSTERDOWN', 'NOREPLICAS', 'TRYAGAIN', 'BUSY']

/** Whether the next attempt may succeed, on a new connection or a moment later. */
function mayPass(error: unknown): boolean {
  const code = replyCode(error)
  return code === undefined ? !(error instanceof TokenStoreError) : passing.includes(code)
}
