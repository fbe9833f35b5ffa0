import type { Bound } from '../bind.ts'
import { CallbackServerError } from '../callback-server-error.ts'
import type { Deferred } from '../deferred.ts'
import { type PasteOptions, readPastedResponse } from './read-pasted.ts'

/** Reads pasted texts until a text or the browser brings the authorization response, or the sign-in ends. */
export function acceptPasted(
  reading: PasteOptions,
  answer: Deferred<URL>,
  refusal: CallbackServerError | undefined,
): void {
  const controller = new AbortController()
  const stop = (): void => controller.abort()
  answer.promise.then(stop, stop)
  void readPastedResponse(reading, controller.signal).then((url) => {
    if (url !== undefined) return answer.resolve(url)
    if (refusal !== undefined) answer.reject(nothingComes(refusal))
  })
}

/** Replaces the servers when no port could be bound. The redirect URI still has the first port. */
export function withoutServer(ports: readonly number[], refusal: unknown): Bound {
  if (!(refusal instanceof CallbackServerError)) throw refusal
  return { port: ports[0] || 3030, servers: [], refusal }
}

function nothingComes(refusal: CallbackServerError): CallbackServerError {
  const message = `No answer can come: nothing listens for the browser, and no answer was pasted. ${refusal.message}`
  const next = 'Or sign in again, and paste the address of the page at which the browser ends.'
  return new CallbackServerError('closed', `${message} ${next}`, { cause: refusal })
}
