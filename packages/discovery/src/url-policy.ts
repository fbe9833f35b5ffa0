export interface UrlPolicy {
  /** Whether the server that the user named is itself on loopback: only then may others be there, and without TLS. */
  readonly loopback?: boolean | undefined
}

/** Why a URL that came from a server must not be used, or `undefined` where nothing speaks against it. */
export function refuseUrl(text: unknown, { loopback = false }: UrlPolicy = {}): string | undefined {
  if (typeof text !== 'string') return 'is not a string'
  if (text.length > 8192) return 'is longer than 8192 characters'
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  if (/[\u0000-\u0020\u007f\\]/.test(text)) return 'holds white space, a control character or a backslash'
  if (!URL.canParse(text)) return 'is not a URL'
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return `has the scheme ${url.protocol.slice(0, -1)}`
  if (url.username !== '' || url.password !== '') return 'holds a user name or password'
  if (isLoopback(url.hostname)) return loopback ? undefined : 'is on this machine, although the server is not'
  if (url.protocol === 'http:') return 'is not https'
  return undefined
}

/** Whether a URL's `hostname` is this very machine. */
export function isLoopback(hostname: string): boolean {
  const name = hostname.replace(/\.$/, '')
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(name)
}
