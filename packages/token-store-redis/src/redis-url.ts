/** Where a Redis is, and how it may be called in messages. */
export interface RedisUrl {
  /** With credentials. */
  readonly url: string
  /** Host and port. */
  readonly host: string
  /** The same for all URLs of one database, without credentials. */
  readonly place: string
}

/** @throws TypeError, which never quotes the URL, where it is none of a Redis */
export function parseRedisUrl(text: string): RedisUrl {
  if (!URL.canParse(text)) throw refusal('cannot be parsed')
  const url = new URL(text)
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') throw refusal('is of another kind')
  if (url.hostname === '') throw refusal('names no host')
  if (!/^\/?$|^\/\d+$/.test(url.pathname)) throw refusal('names a database that is no number')
  if (![url.username, url.password].every(isEscaped)) {
    throw refusal('has a user name or password that cannot be decoded')
  }
  const host = `${url.hostname}:${url.port || 6379}`
  return { url: text, host, place: `${host}/${Number(url.pathname.slice(1))}` }
}

function refusal(what: string): TypeError {
  return new TypeError(
    `The URL of Redis ${what}. Expected is redis[s]://[[user]:password@]host[:port][/database], ` +
      'where special characters of a password are percent-encoded.',
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
