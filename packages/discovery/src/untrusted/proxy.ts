import type { NetworkFailure } from './network-failure.ts'

/** The proxy that the environment names. */
export interface ProxySetting {
  /** The name of the environment variable. */
  readonly setting: string
  /** The URL with its credentials; `undefined` where the value is not the URL of a proxy. */
  readonly url: string | undefined
}

/** Reads the proxy from the environment as other programs do: lower case first, and one proxy for all requests. */
export function proxyOf(env: Readonly<Record<string, string | undefined>>): ProxySetting | undefined {
  const setting = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'].find((name) => env[name])
  if (setting === undefined) return undefined
  const text = env[setting] ?? ''
  return { setting, url: isProxyUrl(text) ? text : undefined }
}

/**
 * The fault of the proxy, if a request to `asked` failed because of the proxy. The text never quotes the value of the
 * setting.
 */
export function proxyFailure(error: unknown, { setting, url }: ProxySetting, asked: URL): NetworkFailure | undefined {
  if (url === undefined) return undefined
  const proxy = new URL(url)
  const port = portOf(proxy)
  const name = `the proxy ${proxy.hostname}:${port} of ${setting}`
  for (const cause of causesOf(error)) {
    const status = /^Proxy response \((\d+)\)/.exec(String(cause.message))?.[1]
    if (status === '407') {
      const next = `Write them into ${setting}: http://user:password@host:port, each percent-encoded.`
      return { reason: `${name} wants another user name or password: 407`, next }
    }
    if (status !== undefined) {
      const next = `Ask its operator to allow ${asked.hostname}, or name that host in NO_PROXY.`
      return { reason: `${name} does not connect to ${asked.hostname}: ${status}`, next }
    }
    const late =
      cause.code === 'UND_ERR_CONNECT_TIMEOUT' && addressesIn(cause.message).includes(`${proxy.hostname}:${port}`)
    const lookedUp = cause.syscall === 'getaddrinfo' && cause.hostname === proxy.hostname
    // Hosts that are asked without the proxy have another port as a rule; where they have the same, the fault may be on
    // either side.
    const connected = cause.syscall === 'connect' && cause.port === port && port !== portOf(asked)
    if (late || lookedUp || connected) {
      const next = `Check that it runs, or correct ${setting}; hosts that NO_PROXY names are asked without it.`
      return { reason: `${name} does not answer: ${String(cause.code)}`, next }
    }
  }
  return undefined
}

/** The fault of a setting that is not the URL of a proxy. */
export function unreadableProxy({ setting }: ProxySetting): NetworkFailure {
  const next = `Write ${setting} like http://proxy.example.com:3128; percent-encode a user name and password.`
  return { reason: `${setting} is not the URL of a proxy`, next }
}

function isProxyUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  return /^(https?|socks5?):$/.test(protocol) && hostname !== '' && [username, password].every(isEscaped)
}

function isEscaped(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

/** The words of an error of undici that may be addresses: `(attempted address: host:port, timeout: …)`. */
function addressesIn(message: unknown): readonly string[] {
  return String(message).split(/[\s,()]+/)
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : protocol === 'http:' ? 80 : 1080) : Number(port)
}

type Cause = Partial<Record<'message' | 'code' | 'syscall' | 'hostname' | 'port' | 'cause' | 'errors', unknown>>

/** The error and its causes; of an error with several at once, the first. */
function causesOf(error: unknown): readonly Cause[] {
  const causes: Cause[] = []
  for (let next = error; typeof next === 'object' && next !== null && causes.length < 5; ) {
    const cause: Cause = next
    causes.push(cause)
    next = Array.isArray(cause.errors) ? cause.errors[0] : cause.cause
  }
  return causes
}
