import { type ExitCode, exitCodes } from '../errors/cli-error.ts'
import type { ServerRow } from './server-rows.ts'
import type { StatusReport } from './status-report.ts'

const { done, usage, signIn, unreachable } = exitCodes

const codes: Readonly<Record<NonNullable<ServerRow['state']>, ExitCode>> = {
  ready: done,
  refreshable: done,
  memory: done,
  missing: signIn,
  expired: signIn,
  damaged: signIn,
  no_store: unreachable,
}

/** Whether the server that was named can be used without a person, as an exit code; 0 where none was named. */
export function statusExitCode({ target, typed, stores, rows }: StatusReport): ExitCode {
  if (target === undefined) return done
  if (typed === undefined) {
    const { error, state } = rows.find(({ name }) => name === target) ?? {}
    if (error) return usage
    return state === undefined ? done : codes[state]
  }
  if (!typed.usesOAuth) return done
  const found = stores.flatMap(({ statuses }) => statuses.filter(({ serverKey }) => serverKey === typed.serverKey))
  if (found.some(({ state }) => codes[state] === done)) return done
  return stores.every(({ store }) => store === undefined) ? unreachable : signIn
}
