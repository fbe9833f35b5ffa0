import { type ExitCode, exitCodes } from '../errors/cli-error.ts'
import type { ServerRow } from './server-rows.ts'
import type { StatusReport } from './status-report.ts'

const { done, usage, signIn, unreachable } = exitCodes

const codes: Readonly<Record<NonNullable<ServerRow['state']>, ExitCode>> = {
  ready: done,
  refreshable: done,
  memory: done,
  missing: signIn,
  sign_in_required: signIn,
  damaged: signIn,
  no_store: unreachable,
}

/** The exit code of `status`, which says whether the named server can be used without a person; 0 if none was named. */
export function statusExitCode({ target, rows }: StatusReport): ExitCode {
  if (target === undefined) return done
  const [{ error, state } = {}] = rows
  if (error) return usage
  return state === undefined ? done : codes[state]
}
