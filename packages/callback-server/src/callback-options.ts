import type { CallbackEvent } from './callback-event.ts'
import { CallbackServerError } from './callback-server-error.ts'
import { type LoopbackHost, loopbackHosts, redirectUriOf } from './redirect-uri.ts'

export interface CallbackOptions {
  /**
   * Default: that of a redirect URI that a client is registered with, else `127.0.0.1`, as RFC 8252 §8.3 wants. With
   * `localhost`, both address families are bound.
   */
  readonly host?: LoopbackHost | undefined
  /** Default 3030; 0 takes a free port. */
  readonly port?: number | undefined
  /** Tried in turn where the port is busy. Default 3030, 3031, 3032, 8080, then a free one. `[]` pins the port. */
  readonly fallbackPorts?: readonly number[] | undefined
  /** Default: that of a redirect URI that a client is registered with, else `/callback`. */
  readonly path?: string | undefined
  /** Shown on the page: the host that the person signs in to. */
  readonly serverName?: string | undefined
  /** Shown on the page: the application to go back to. */
  readonly appName?: string | undefined
  /**
   * The next text that a person pastes, raced with the browser; `undefined` when there will be none (end of input). The
   * signal aborts when the answer came, on `close()` and on the listener's signal. A rejection counts as end of input.
   * What was pasted at once is best given at once, line ends included: half an answer may look whole.
   */
  readonly readPasted?: ((signal: AbortSignal) => Promise<string | undefined>) | undefined
  readonly onEvent?: ((event: CallbackEvent) => void) | undefined
}

/** Options that were checked. */
export interface CallbackSettings {
  /** What is no default. */
  readonly explicit: Pick<CallbackOptions, 'host' | 'port' | 'path'>
  /** In the order in which they are tried. A 0 is the last one, since it always succeeds. */
  readonly ports: readonly number[]
  readonly serverName: string | undefined
  readonly appName: string | undefined
  readonly readPasted: CallbackOptions['readPasted']
  readonly onEvent: (event: CallbackEvent) => void
}

export function checkOptions(options: CallbackOptions): CallbackSettings {
  const { host, port, path, serverName, appName, readPasted, onEvent = () => {} } = options
  const ports = [...new Set([port ?? 3030, ...(options.fallbackPorts ?? [3030, 3031, 3032, 8080, 0])])]
  const refusal = refuseHost(host) ?? refusePorts(ports) ?? refusePath(path)
  if (refusal !== undefined) throw new CallbackServerError('invalid_option', refusal)
  const free = ports.indexOf(0)
  return {
    explicit: { host, port, path },
    ports: free < 0 ? ports : ports.slice(0, free + 1),
    serverName,
    appName,
    readPasted,
    onEvent,
  }
}

function refuseHost(host: string | undefined): string | undefined {
  if (host === undefined || loopbackHosts.some((each) => each === host)) return undefined
  return `The host of a loopback redirect is ${loopbackHosts.join(', ')}; got ${JSON.stringify(host)}.`
}

function refusePorts(ports: readonly number[]): string | undefined {
  const wrong = ports.find((port) => !Number.isInteger(port) || port < 0 || port > 65535)
  if (wrong === undefined) return undefined
  return `A port is an integer from 0 to 65535; got ${typeof wrong === 'number' ? wrong : `a ${typeof wrong}`}.`
}

function refusePath(path: string | undefined): string | undefined {
  if (path === undefined) return undefined
  const got = `got ${JSON.stringify(path)}.`
  if (!path.startsWith('/')) return `The path must begin with "/"; ${got}`
  if (/[?#]/.test(path)) return `The path must not have a query or a fragment; ${got}`
  // The browser asks for the normal form, and paths are compared byte for byte.
  if (new URL(redirectUriOf('127.0.0.1', 0, path)).pathname !== path) {
    return `The path must be in the form that a browser sends: no "..", no blanks, other characters encoded; ${got}`
  }
  return undefined
}
