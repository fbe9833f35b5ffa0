import type { Config } from '@fast-agent-auth/config'
import { createSecrets, isWords, type Secrets, secretsInHeaders, secretsInUrl } from '@fast-agent-auth/flow/redaction'
import type { Environment } from './terminal/terminal.ts'

/** What no output may hold. */
export interface KnownSecrets extends Pick<Secrets, 'keep' | 'publish' | 'redact'> {
  /** All that this program keeps by itself, for others to hold back. */
  values(): readonly string[]
  /** What others hold back is held back here too. */
  also(redact: (text: string) => string): void
}

/** A Redis URL with a password, which is held back as a whole too: it may be short, or in a URL that cannot be parsed. */
const withPassword = /rediss?:\/\/[^@]*?:(.*)@.*/is

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
  for (const text of [env.FAST_AGENT_AUTH_STORE ?? '', ...argv]) keep(...(withPassword.exec(text) ?? []))
  return {
    keep,
    publish: secrets.publish,
    values: () => [...known],
    redact: (text) => others.reduce((rest, redact) => redact(rest), secrets.redact(text)),
    also: (redact) => void others.push(redact),
  }
}

/** The secrets that are written in a configuration. */
export function secretsInConfig({ servers }: Config): readonly (string | undefined)[] {
  return servers.flatMap(({ settings }) => {
    if (!settings) return []
    const { url = '', headers, auth } = settings
    const { clientSecret, redisUrl = '', authorizationParams = {} } = auth ?? {}
    const named = [headers, authorizationParams].flatMap((each) => secretsInHeaders(Object.entries(each)))
    const keys = [clientSecret, ...secretsInUrl(url), ...secretsInUrl(redisUrl)]
    // A file that somebody brings may not choose which of our words are withheld.
    return [...named, ...keys.filter((key) => key !== undefined && !isWords(key))]
  })
}
