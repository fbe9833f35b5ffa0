import { printable } from '../terminal/printable.ts'
import { type CliError, type ExitCode, exitCodes, type NextSteps } from './cli-error.ts'
import { commandLine, type Invocation, type Subject, sameCommand } from './command-line.ts'

/** What the person is told about a failure, and the program's end. */
export interface Failure extends NextSteps {
  readonly message: string
  /** For programs. */
  readonly code: string
  readonly exitCode: ExitCode
}

/** What was tried. */
export interface Attempt extends Invocation {
  readonly argv: readonly string[]
  readonly subject?: Subject | undefined
}

/** By the code of the error, since its class may be loaded or not. Only `message` is shown: a cause may hold secrets. */
export function describeError(error: unknown, attempt?: Attempt): Failure {
  const message = printable(error instanceof Error ? error.message : String(error))
  if (isCliError(error)) return { message, ...error.nextSteps, code: error.code, exitCode: error.exitCode }
  const { name, code } = nameAndCode(error)
  const known = failures[name]?.(code, attempt, message) ?? {}
  return { message, code: code || 'failed', exitCode: exitCodes.failed, ...known }
}

/** By its name: there may be one of this class in each part of the program. */
function isCliError(error: unknown): error is CliError {
  return error instanceof Error && error.name === 'CliError'
}

type Describe = (
  code: string,
  attempt: Attempt | undefined,
  message: string,
) => Omit<Partial<Failure>, 'message' | 'code'>

const failures: Readonly<Record<string, Describe>> = {
  AuthorizationError: describeAuthorizationError,
  CimdError: describeCimdError,
  DiscoveryError: (code) => (code === 'unreachable' ? { exitCode: exitCodes.unreachable } : {}),
  CallbackServerError: (code) =>
    code === 'port_in_use' || code === 'listen_failed' ? { hint: '--redirect-port 0 takes any free port.' } : {},
  ConfigError: () => ({ exitCode: exitCodes.usage }),
  PkceError: describePkceError,
  TokenStoreError: (code) => (code === 'unavailable' ? { exitCode: exitCodes.unreachable } : {}),
  KeyringError: (code, attempt) => ({
    ...(code === 'unavailable' && { exitCode: exitCodes.unreachable }),
    ...(attempt && code !== 'later_version' && { commands: [sameCommand(attempt, '--store', 'file')] }),
  }),
}

/** The option is named as programs write it. */
function describePkceError(_code: string, _attempt: Attempt | undefined, message: string): Partial<Failure> {
  if (!message.includes("pkce: 'assume-s256'")) return {}
  return { hint: 'Here that is "pkce: assume-s256" in the auth block of the server in fast-agent.yaml.' }
}

function describeCimdError(code: string): Omit<Partial<Failure>, 'message' | 'code'> {
  if (code === 'unreachable') return { exitCode: exitCodes.unreachable }
  return code === 'invalid_response' ? {} : { exitCode: exitCodes.usage }
}

function describeAuthorizationError(
  code: string,
  attempt: Attempt | undefined,
): Omit<Partial<Failure>, 'message' | 'code'> {
  switch (code) {
    case 'unreachable':
    case 'server_error':
    case 'temporarily_unavailable':
      return { exitCode: exitCodes.unreachable }
    case 'invalid_response':
    case 'insecure_url':
    case 'state_mismatch':
    case 'issuer_mismatch':
      return { exitCode: exitCodes.failed }
    case 'invalid_option':
      return { exitCode: exitCodes.usage }
    case 'no_client':
      return {
        hint: 'Here these are --client-id, --issuer and --client-metadata-url, or keys of auth in fast-agent.yaml.',
      }
    case 'timed_out':
      return { exitCode: exitCodes.signIn, hint: '--timeout <seconds> waits longer.' }
    case 'login_required':
      return {
        exitCode: exitCodes.signIn,
        ...(attempt?.subject && { commands: [commandLine('login', attempt.subject, attempt)] }),
      }
    default:
      // The server's own word for a refusal.
      return { exitCode: exitCodes.signIn }
  }
}

function nameAndCode(error: unknown): { readonly name: string; readonly code: string } {
  if (!(error instanceof Error)) return { name: '', code: '' }
  return { name: error.name, code: 'code' in error ? String(error.code) : '' }
}
