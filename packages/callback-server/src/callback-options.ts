import type { CallbackEvent } from './callback-event.ts'
import { CallbackServerError } from './callback-server-error.ts'
import { type LoopbackHost, loopbackHosts, redirectUriOf } from './redirect-uri.ts'

export interface CallbackOptions {
  /**
   * The host of the redirect URI. Default: the host of a client's redirect URI, else `127.0.0.1` (RFC 8252 §8.3). With
   * `localhost`, both address families are bound.
   */
  readonly host?: LoopbackHost | undefined
  /** The port to bind. Default: 3030; 0 takes a free port. */
  readonly port?: number | undefined
  /** Ports to try in turn if `port` is busy. Default: 3030, 3031, 3032, 8080, then a free one. `[]`: only `port`. */
  readonly fallbackPorts?: readonly number[] | undefined
  /** The path of the redirect URI. Default: the path of a client's redirect URI, else `/callback`. */
  readonly path?: string | undefined
  /** The host that the person signs in to, shown on the page. */
  readonly serverName?: string | undefined
  /** The application to go back to, shown on the page. */
  readonly appName?: string | undefined
  /**
   * Returns the next text that a person pastes, or `undefined` at the end of input. It is called until a pasted text or the
   * browser brings the response. The signal aborts after the response, on `close()`, or when the listener's signal aborts.
   * A rejection counts as the end of input. Return a paste in one piece, with its line ends: half a URL may look whole.
   */
  readonly readPasted?: ((signal: AbortSignal) => Promise<string | undefined>) | undefined
  readonly onEvent?: ((event: CallbackEvent) => void) | undefined
}

/** Options that were checked. */
export interface CallbackSettings {
  /** The options that the application set itself. */
  readonly explicit: Pick<CallbackOptions, 'host' | 'port' | 'path'>
  /** The ports in the order in which they are tried. A 0 comes last, since it always succeeds. */
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
  // The browser requests the normalized path, and paths are compared byte for byte.
  if (new URL(redirectUriOf('127.0.0.1', 0, path)).pathname !== path) {
    return `The path must be in the form that a browser sends: no "..", no blanks, other characters encoded; ${got}`
  }
  return undefined
}
