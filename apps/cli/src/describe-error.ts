import { CliError, type ExitCode, exitCodes } from './cli-error.ts'
import { commandLine, type Subject } from './command-line.ts'
import { printable } from './printable.ts'

/** What the person is told about a failure, and the program's end. */
export interface Failure {
  readonly message: string
  /** The next step, where the message does not name it. */
  readonly hint?: string | undefined
  readonly exitCode: ExitCode
}

/** By the code of the error, since its class may be loaded or not. Only `message` is shown: a cause may hold secrets. */
export function describeError(error: unknown, subject?: Subject): Failure {
  const message = printable(error instanceof Error ? error.message : String(error))
  if (error instanceof CliError) return { message, hint: error.hint, exitCode: error.exitCode }
  const { name, code } = nameAndCode(error)
  const known = failures[name]?.(code, subject) ?? {}
  return { message, exitCode: exitCodes.failed, ...known }
}

type Describe = (code: string, subject: Subject | undefined) => Omit<Partial<Failure>, 'message'>

const failures: Readonly<Record<string, Describe>> = {
  AuthorizationError: describeAuthorizationError,
  DiscoveryError(code, subject) {
    if (code === 'unreachable') return { exitCode: exitCodes.unreachable }
    if (code !== 'not_protected' || !subject) return {}
    return { hint: commandLine('tools', subject) }
  },
  CallbackServerError: (code) =>
    code === 'port_in_use' || code === 'listen_failed' ? { hint: '--redirect-port 0 takes any free port.' } : {},
  KeyringError: () => ({ hint: '--store file keeps sign-ins in files that only your user can read.' }),
}

function describeAuthorizationError(code: string, subject: Subject | undefined): Omit<Partial<Failure>, 'message'> {
  switch (code) {
    case 'unreachable':
    case 'server_error':
    case 'temporarily_unavailable':
      return { exitCode: exitCodes.unreachable }
    case 'invalid_response':
    case 'state_mismatch':
    case 'issuer_mismatch':
      return { exitCode: exitCodes.failed }
    case 'no_client':
      return { hint: 'This program has no option for such a client; createAuth of the package fast-agent-auth has.' }
    case 'timed_out':
      return { exitCode: exitCodes.signIn, hint: '--timeout <seconds> waits longer.' }
    case 'login_required':
      return { exitCode: exitCodes.signIn, hint: subject && commandLine('login', subject) }
    default:
      // The server's own word for a refusal.
      return { exitCode: exitCodes.signIn }
  }
}

function nameAndCode(error: unknown): { readonly name: string; readonly code: string } {
  if (!(error instanceof Error)) return { name: '', code: '' }
  return { name: error.name, code: 'code' in error ? String(error.code) : '' }
}
