/** The URL of a Redis, and its names for messages and for comparison. */
export interface RedisUrl {
  /** The URL as given, with credentials. */
  readonly url: string
  /** Host and port. */
  readonly host: string
  /** Host, port and database: the same for all URLs of one database, without credentials. */
  readonly place: string
}

/** @throws TypeError for a text that is not a URL of Redis; its message never quotes the text */
export function parseRedisUrl(text: string): RedisUrl {
  if (!URL.canParse(text)) throw refusal('cannot be parsed')
  const url = new URL(text)
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') throw refusal('is neither redis: nor rediss:')
  if (url.hostname === '') throw refusal('names no host')
  if (!/^\/?$|^\/\d+$/.test(url.pathname)) throw refusal('names a database that is not a number')
  if (![url.username, url.password].every(isEscaped)) {
    throw refusal('has a user name or password that cannot be decoded')
  }
  const host = `${url.hostname}:${url.port || 6379}`
  return { url: text, host, place: `${host}/${Number(url.pathname.slice(1))}` }
}

function refusal(what: string): TypeError {
  return new TypeError(
    `The URL of Redis ${what}. Write it like redis[s]://[[user]:password@]host[:port][/database], ` +
      'with special characters of the password percent-encoded.',
  )
}

function isEscaped(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}
