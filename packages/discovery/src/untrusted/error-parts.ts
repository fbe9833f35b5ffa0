/**
 * Data of an error, for a program that writes its own sentence. `problem` is the message without its next step; `option`
 * names the option that the next step is about. The code says what else there is.
 */
export type ErrorDetails = Readonly<Record<string, unknown>>

/** The message of an error in two parts. */
export interface ErrorParts {
  readonly problem: string
  /** The next step in the words of the library, where the error has `details`; else it is no part of its own. */
  readonly next?: string | undefined
  readonly details?: ErrorDetails | undefined
}

/** The parts of an error of whichever class: what repeats one keeps them apart. */
export function partsOf(error: Error): ErrorParts {
  const { message } = error
  const details = 'details' in error && typeof error.details === 'object' ? error.details : undefined
  const problem = details && 'problem' in details ? details.problem : undefined
  if (typeof problem !== 'string' || !message.startsWith(problem)) return { problem: message }
  return { problem, next: message.slice(problem.length).trim() || undefined, details: { ...details } }
}
