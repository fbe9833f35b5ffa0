/** One challenge of a `WWW-Authenticate` header (RFC 9110 §11.6.1). Scheme and parameter names are in lower case. */
export interface Challenge {
  readonly scheme: string
  readonly token68?: string | undefined
  readonly parameters: Readonly<Record<string, string>>
}

/** The challenge of a protected resource that refused a request (RFC 6750 §3, RFC 9728 §5.1). */
export interface BearerChallenge {
  readonly error?: string | undefined
  readonly errorDescription?: string | undefined
  readonly scope?: string | undefined
  readonly resourceMetadata?: string | undefined
}

const token = /[!#$%&'*+\-.^_`|~\w]+/y
const token68 = /[\w\-.~+/]+=*(?=[ \t]*(?:,|$))/y
const equals = /[ \t]*=[ \t]*/y
const quoted = /"((?:[^"\\]|\\[\s\S])*)"?/y
// Wider than a token (RFC 9110 §5.6.2), since servers send URLs without quotes.
const unquoted = /[^\s,"]*/y
const separators = /[ \t,]*/y
// Skips quoted strings as a whole, so that no parameter is found inside of one.
const unreadable = /(?:"(?:[^"\\]|\\[\s\S])*"?|[^,"])*/y

/** All challenges in the value of a header, in which several headers are joined by commas. Other text is skipped. */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: { scheme: string; token68?: string; parameters: Record<string, string> }[] = []
  let position = 0
  const read = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = position
    const match = pattern.exec(header) ?? undefined
    if (match) position = pattern.lastIndex
    return match
  }
  for (read(separators); position < header.length; read(separators)) {
    const name = read(token)?.[0].toLowerCase()
    const current = challenges.at(-1)
    if (name === undefined) {
      read(unreadable)
    } else if (current && read(equals)) {
      const value = read(quoted)?.[1]?.replace(/\\([\s\S])/g, '$1') ?? read(unquoted)?.[0] ?? ''
      // The first of two wins: text that is appended to a header cannot replace a parameter before it.
      if (!Object.hasOwn(current.parameters, name)) current.parameters[name] = value
    } else {
      challenges.push({ scheme: name, parameters: Object.create(null) })
      if (read(/[ \t]+/y)) {
        const credentials = read(token68)?.[0]
        if (credentials !== undefined) Object.assign(challenges.at(-1) ?? {}, { token68: credentials })
      }
    }
  }
  return challenges
}

/**
 * The Bearer challenge of a response, or `undefined` where there is none. `resource_metadata` may be in a challenge of
 * any scheme (RFC 9728 §5.1).
 */
export function selectBearerChallenge(headers: Headers): BearerChallenge | undefined {
  // AWS API Gateway renames WWW-Authenticate.
  const header = headers.get('www-authenticate') ?? headers.get('x-amzn-remapped-www-authenticate') ?? ''
  const challenges = parseChallenges(header)
  const bearers = challenges.filter(({ scheme }) => scheme === 'bearer')
  const bearer = bearers.find(({ parameters }) => parameters.error !== undefined) ?? bearers[0]
  const resourceMetadata = [...bearers, ...challenges]
    .map(({ parameters }) => parameters.resource_metadata)
    .find((url) => url !== undefined)
  if (!bearer && resourceMetadata === undefined) return undefined
  return {
    error: bearer?.parameters.error,
    errorDescription: bearer?.parameters.error_description,
    scope: bearer?.parameters.scope,
    resourceMetadata,
  }
}
