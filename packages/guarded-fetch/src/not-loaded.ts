import { GuardedFetchError } from './guarded-fetch-error.ts'

/** Blames nobody who would be asked: a part of this program is missing, or does not run in its bundle. */
export function notLoaded(cause: unknown): never {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const next =
    'Reinstall the dependencies; in a bundle that is an ES module, give parts in CommonJS a require (createRequire), or ' +
    'mark undici as external and install it beside.'
  throw new GuardedFetchError('unavailable', `The HTTP client undici cannot be loaded (${reason}).`, { cause, next })
}
