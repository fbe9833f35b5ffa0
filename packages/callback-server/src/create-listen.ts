import { type CallbackOptions, checkOptions } from './callback-options.ts'
import { CallbackServerError } from './callback-server-error.ts'
import type { Listen } from './redirect.ts'

/**
 * Creates a function that opens the loopback redirect of a native app (RFC 8252 §7.3). Each call opens a new server, and
 * resolves when a port is bound.
 *
 * @example
 * ```ts
 * const listen = createListen({ serverName: 'mcp.example.com' })
 * const redirect = await listen({ state, signal: AbortSignal.timeout(300_000) })
 * // Send the browser to the authorization server with redirect.redirectUri, then:
 * const response = await redirect.response // the URL with code and state
 * await redirect.finish('signed_in')
 * await redirect.close()
 * ```
 *
 * @throws CallbackServerError `invalid_option`; from `listen` also `port_in_use` and `listen_failed`; `closed` from
 *   `response`; after an abort the signal's reason
 */
export function createListen(options: CallbackOptions = {}): Listen {
  const settings = checkOptions(options)
  return async (listenOptions) => {
    // Plain JavaScript may omit the options, and without a state no response would ever match.
    if (typeof listenOptions?.state !== 'string' || listenOptions.state === '') {
      throw new CallbackServerError('invalid_option', 'A listener needs a state: a text that is not empty.')
    }
    // Loaded here, since `node:http` is slow to load and most runs of a program sign nobody in.
    const { listen } = await import('./listen.ts')
    return listen(settings, listenOptions)
  }
}
