import { printable } from '../terminal/printable.ts'
import { detailsOf, type ErrorDetails, problemOf } from '../terminal/problem-of.ts'
import type { Attempt } from './attempt.ts'
import { type CliError, type ExitCode, exitCodes, type NextSteps } from './cli-error.ts'
import { commandLine, longestTimeout, type Subject, sameCommand, sameCommandFor } from './command-line.ts'
import { adviceOnOption } from './option-advice.ts'
import { longestValue } from './remedy-advice.ts'
import { withoutAliases } from './without-aliases.ts'

/** The message about a failure, the next steps, and the exit code. */
export interface Failure extends NextSteps {
  readonly message: string
  /** The code of the error, for programs. */
  readonly code: string
  readonly exitCode: ExitCode
}

/**
 * Describes an error from its code and details, since its class may not be loaded. The cause is not shown, since it may
 * hold secrets.
 */
export function describeError(error: unknown, attempt?: Attempt): Failure {
  const message = printable(problemOf(error))
  if (isCliError(error)) {
    const { code, exitCode, nextSteps } = error
    const { meant, commands = meant && attempt && [sameCommandFor(meant, attempt)] } = nextSteps
    return { message, hint: nextSteps.hint, commands: commands || undefined, code, exitCode }
  }
  const { name, code } = nameAndCode(error)
  const details = detailsOf(error)
  const known = failures[name]?.(code, attempt, details) ?? {}
  const option = adviceOnOption(details, attempt)
  return { message, code: code || 'failed', exitCode: exitCodes.failed, ...option, ...known }
}

/**
 * Whether an error is a CliError. Its name decides, since each part of the program may have its own copy of the class.
 */
function isCliError(error: unknown): error is CliError {
  return error instanceof Error && error.name === 'CliError'
}

type Describe = (
  code: string,
  attempt: Attempt | undefined,
  details: ErrorDetails,
) => Omit<Partial<Failure>, 'message' | 'code'>

const failures: Readonly<Record<string, Describe>> = {
  AuthorizationError: describeAuthorizationError,
  CimdError: describeCimdError,
  DiscoveryError: (code) => (code === 'unreachable' ? { exitCode: exitCodes.unreachable } : {}),
  CallbackServerError: (code, attempt) =>
    attempt?.subject && (code === 'port_in_use' || code === 'listen_failed')
      ? { commands: [commandLine('login', { ...attempt.subject, redirectPort: 0 }, attempt)] }
      : {},
  ConfigError: () => ({ exitCode: exitCodes.usage }),
  TokenStoreError: (code) => (code === 'unavailable' ? { exitCode: exitCodes.unreachable } : {}),
  KeyringError: (code, attempt) => ({
    ...(code === 'unavailable' && { exitCode: exitCodes.unreachable }),
    ...(code !== 'later_version' && { commands: signInToFiles(attempt) }),
  }),
}

/** The login that keeps tokens in files, which every machine has; none for `clear`, which reads files anyway. */
function signInToFiles(attempt: Attempt | undefined): readonly string[] | undefined {
  if (!attempt?.subject || ['clear', 'logout'].includes(withoutAliases(attempt.argv)[0] ?? '')) return undefined
  return [commandLine('login', { ...attempt.subject, store: 'file' }, attempt)]
}

function describeCimdError(code: string): Omit<Partial<Failure>, 'message' | 'code'> {
  if (code === 'unreachable') return { exitCode: exitCodes.unreachable }
  return code === 'invalid_response' ? {} : { exitCode: exitCodes.usage }
}

function describeAuthorizationError(
  code: string,
  attempt: Attempt | undefined,
  { timeout, mayBeForgotten, scope }: ErrorDetails,
): Omit<Partial<Failure>, 'message' | 'code'> {
  switch (code) {
    case 'unreachable':
    case 'rate_limited':
    case 'server_error':
    case 'temporarily_unavailable':
      return { exitCode: exitCodes.unreachable }
    case 'invalid_response':
    case 'insecure_url':
    case 'state_mismatch':
    case 'issuer_mismatch':
    case 'registration_required':
      return { exitCode: exitCodes.failed }
    case 'invalid_option':
      return { exitCode: exitCodes.usage }
    case 'access_denied':
      return { exitCode: exitCodes.signIn, commands: attempt && [sameCommand(attempt)] }
    case 'timed_out':
      return {
        exitCode: exitCodes.signIn,
        commands: attempt && [
          ...(mayBeForgotten === false ? [] : resetCommands(attempt)),
          patientCommand(attempt, timeout),
        ],
      }
    case 'login_required':
      return {
        exitCode: exitCodes.signIn,
        ...(attempt?.subject && { commands: [commandLine('login', withScope(attempt.subject, scope), attempt)] }),
      }
    default:
      // Every other code is the server's own code for a refusal.
      return { exitCode: exitCodes.signIn }
  }
}

/** The command with the scope that the server wants, since without it the stored tokens would be used. */
function withScope(subject: Subject, scope: unknown): Subject {
  return typeof scope === 'string' && scope.length <= longestValue ? { ...subject, scope } : subject
}

/** The login with a new client, since the server may have forgotten the present one if the browser showed an error. */
function resetCommands(attempt: Attempt): readonly string[] {
  if (!attempt.subject || attempt.subject.clientId !== undefined) return []
  return [commandLine('login', { ...attempt.subject, resetClient: true }, attempt)]
}

/** The login that waits longer, for a person who needed more time. */
function patientCommand(attempt: Attempt, timeout: unknown): string {
  if (!attempt.subject || typeof timeout !== 'number' || timeout >= longestTimeout) return sameCommand(attempt)
  const longer = Math.min(longestTimeout, Math.max(600_000, 2 * timeout))
  return commandLine('login', { ...attempt.subject, timeout: longer }, attempt)
}

function nameAndCode(error: unknown): { readonly name: string; readonly code: string } {
  if (!(error instanceof Error)) return { name: '', code: '' }
  return { name: error.name, code: 'code' in error ? String(error.code) : '' }
}
