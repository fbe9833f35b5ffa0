/** Data of an error, for a program that writes its own sentence; some codes have more. */
export interface ErrorDetails {
  /** The message without its next step. */
  readonly problem?: string | undefined
  /** The name of the option in the next step. */
  readonly option?: string | undefined
  readonly issuer?: string | undefined
  readonly redirectUri?: string | undefined
  /** The URL of the page on which a person registers an application. */
  readonly registration?: string | undefined
  readonly [more: string]: unknown
}

/** The message of an error in two parts. */
export interface ErrorParts {
  readonly problem: string
  /** The next step; `undefined` where the error has no `details`: then `problem` is the whole message. */
  readonly next?: string | undefined
  readonly details?: ErrorDetails | undefined
}

/** The parts of an error of any class, for an error that repeats its message. */
export function partsOf(error: Error): ErrorParts {
  const { message } = error
  const details = 'details' in error && typeof error.details === 'object' ? error.details : undefined
  const problem = details && 'problem' in details ? details.problem : undefined
  if (typeof problem !== 'string' || !message.startsWith(problem)) return { problem: message }
  return { problem, next: message.slice(problem.length).trim() || undefined, details: { ...details } }
}
