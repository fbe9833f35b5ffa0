import type { Config } from '@fast-agent-auth/config'
import { createSecrets, isWords, type Secrets, secretsInHeaders, secretsInUrl } from '@fast-agent-auth/flow/internal'
import type { Environment } from './terminal/terminal.ts'

/** The secrets that no output may hold. */
export interface KnownSecrets extends Pick<Secrets, 'keep' | 'publish' | 'redact'> {
  /** The secrets that this program has found. The library removes them from its messages. */
  values(): readonly string[]
  /** Adds a function of the library that removes the secrets which the library knows. */
  also(redact: (text: string) => string): void
}

export function createKnownSecrets({
  env,
  argv,
}: {
  readonly env: Environment
  readonly argv: readonly string[]
}): KnownSecrets {
  const secrets = createSecrets()
  const known = new Set<string>()
  const others: ((text: string) => string)[] = []
  const keep: Secrets['keep'] = (...values) => {
    for (const value of values) if (value) known.add(value)
    secrets.keep(...values)
  }
  keep(env.FAST_AGENT_AUTH_KEY, env.FAST_AGENT_AUTH_CLIENT_SECRET)
  for (const text of [env.FAST_AGENT_AUTH_STORE ?? '', ...argv]) keep(...withPassword(text))
  return {
    keep,
    publish: secrets.publish,
    values: () => [...known],
    redact: (text) => others.reduce((rest, redact) => redact(rest), secrets.redact(text)),
    also: (redact) => void others.push(redact),
  }
}

/**
 * The URL of a store with a password, and the password, even in text that is not a valid URL, and of a kind of store that is
 * not supported. No pattern finds them, since one would take seconds on a long argument.
 */
function withPassword(text: string): readonly string[] {
  for (const { 0: scheme, index } of text.matchAll(/(?<![a-z0-9+.-])(?!https?:)[a-z][a-z0-9+.-]*:\/\//gi)) {
    const [colon, at] = [':', '@'].map((sign) => text.indexOf(sign, index + scheme.length))
    if (at === undefined || at < 0) return []
    if (colon !== undefined && colon >= 0 && colon < at)
      return [text.slice(index), text.slice(colon + 1, text.lastIndexOf('@'))]
  }
  return []
}

/** The secrets that are written in a configuration. */
export function secretsInConfig({ servers }: Config): readonly (string | undefined)[] {
  return servers.flatMap(({ settings }) => {
    if (!settings) return []
    const { url = '', headers, auth } = settings
    const { clientSecret, redisUrl = '', authorizationParams = {} } = auth ?? {}
    const named = [headers, authorizationParams].flatMap((each) => secretsInHeaders(Object.entries(each)))
    const keys = [clientSecret, ...secretsInUrl(url), ...secretsInUrl(redisUrl)]
    // A plain word is not removed as a secret: a file from elsewhere could remove words of ours from the output.
    return [...named, ...keys.filter((key) => key !== undefined && !isWords(key))]
  })
}
