import { type CallbackOptions, checkOptions } from './callback-options.ts'
import type { Listen } from './redirect.ts'

/** The loopback redirect of a native app (RFC 8252 §7.3): each call of the result opens a server of its own. */
export function createListen(options: CallbackOptions = {}): Listen {
  const settings = checkOptions(options)
  return async (listenOptions) => {
    // node:http takes longer to load than all the rest, and most runs of a program sign nobody in.
    const { listen } = await import('./listen.ts')
    return listen(settings, listenOptions)
  }
}
