// For browsers and Workers, which open no ports.
import { CallbackServerError } from './callback-server-error.ts'
import type { Listen } from './redirect.ts'

export { CallbackServerError } from './callback-server-error.ts'

/** Creates a redirect that cannot be opened: `listen` rejects with `listen_failed`. */
export function createListen(): Listen {
  return async () => {
    const message =
      'This runtime cannot open a port for the browser to come back to. Use begin and finish instead, with a redirect URI of your own application.'
    throw new CallbackServerError('listen_failed', message)
  }
}
