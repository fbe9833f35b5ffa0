// For browsers and Workers, which open no ports.
import { CallbackServerError } from './callback-server-error.ts'
import type { Listen } from './redirect.ts'

export { CallbackServerError } from './callback-server-error.ts'

/** Creates a redirect that cannot be opened: `listen` rejects with `listen_failed`. */
export function createListen(): Listen {
  return async () => {
    const message =
      'This runtime opens no port for the browser to come back to. Sign in by begin and finish, with a redirect URI of your own application.'
    throw new CallbackServerError('listen_failed', message)
  }
}
