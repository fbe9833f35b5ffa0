import { type CallbackOptions, checkOptions } from './callback-options.ts'
import { CallbackServerError } from './callback-server-error.ts'
import type { Listen } from './redirect.ts'

/** The loopback redirect of a native app (RFC 8252 §7.3): each call of the result opens a server of its own. */
export function createListen(options: CallbackOptions = {}): Listen {
  const settings = checkOptions(options)
  return async (listenOptions) => {
    // Plain JavaScript may leave it out, and would wait for an answer that cannot come.
    if (typeof listenOptions?.state !== 'string' || listenOptions.state === '') {
      throw new CallbackServerError('invalid_option', 'A listener needs a state: a text that is not empty.')
    }
    // node:http takes longer to load than all the rest, and most runs of a program sign nobody in.
    const { listen } = await import('./listen.ts')
    return listen(settings, listenOptions)
  }
}
