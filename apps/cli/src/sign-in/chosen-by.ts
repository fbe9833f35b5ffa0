import type { ServerSettings } from '@fast-agent-auth/config'
import { type AuthOption, authOptions } from '@fast-agent-auth/config/options'

/** The lines of a configuration that decide who gets secrets. */
export interface ChosenBy {
  readonly server?: string | undefined
  readonly issuer?: string | undefined
  /** The line of a header with credentials. */
  readonly header?: string | undefined
  /** The files, each with the options in it that loosen a rule or name who is trusted, in one line. */
  readonly rules?: string | undefined
}

export function chosenBy(
  { auth, locations = {} }: ServerSettings,
  flags: { readonly issuer?: string | undefined } = {},
): ChosenBy {
  const isIssuer = flags.issuer === undefined && auth?.issuer !== undefined
  const header = Object.keys(locations).find((path) => /^(headers\.(x-hf-)?authorization|access_token)$/i.test(path))
  return {
    server: locations.url ?? locations.target,
    issuer: isIssuer ? locations['auth.issuer'] : undefined,
    header: header === undefined ? undefined : locations[header],
    rules: rulesIn(locations, flags),
  }
}

const options: readonly AuthOption[] = authOptions

function rulesIn(
  locations: Readonly<Record<string, string>>,
  flags: { readonly issuer?: string | undefined },
): string | undefined {
  const byFile = new Map<string, readonly string[]>()
  for (const { key, effect } of options) {
    const file = effect && locations[`auth.${key}`]?.replace(/:\d+$/, '')
    if (!file || (key === 'issuer' && flags.issuer !== undefined)) continue
    byFile.set(file, [...(byFile.get(file) ?? []), key])
  }
  return [...byFile].map(([file, keys]) => `${file} (${keys.join(', ')})`).join('; ') || undefined
}
