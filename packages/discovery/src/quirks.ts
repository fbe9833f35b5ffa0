import type { NoticeEvent } from './notice.ts'
import { type QuirkProfile, type Quirks, quirkProfiles } from './quirk-profiles.ts'
import { tell } from './untrusted/tell.ts'

export interface QuirksOptions {
  /**
   * Rules in place of those known for the provider: a member replaces its rule, and one that is `undefined` switches it
   * off. `false` switches all off.
   */
  readonly quirks?: Quirks | false | undefined
  readonly onEvent?: ((event: NoticeEvent) => void) | undefined
}

/**
 * Returns the rule with a name, and sends an event if the rule comes from a profile: call it only to follow the rule.
 */
export type QuirkLookup = <Name extends keyof Quirks>(name: Name) => Quirks[Name]

/** The rules for an issuer: the rules of the options, else those of its profile. */
export function quirksOf(issuer: string, { quirks, onEvent }: QuirksOptions): QuirkLookup {
  const profile = findQuirkProfile(issuer)
  return (name) => {
    if (quirks === false) return undefined
    if (quirks && name in quirks) return quirks[name]
    const rule = profile?.quirks[name]
    if (profile && rule !== undefined) {
      const message = `The rule ${name}, which is known for ${profile.provider}, is followed.`
      tell(onEvent, { type: 'notice', rule: 'quirk', message, issuer })
    }
    return rule
  }
}

/** The profile of the provider that an issuer belongs to. */
export function findQuirkProfile(issuer: string): QuirkProfile | undefined {
  const { protocol, hostname } = new URL(issuer)
  if (protocol !== 'https:') return undefined
  return quirkProfiles.find(({ hosts }) => hosts.some((host) => isHost(hostname, host)))
}

function isHost(hostname: string, pattern: string): boolean {
  const [before = '', after] = pattern.split('*')
  if (after === undefined) return hostname === pattern
  return hostname.startsWith(before) && hostname.endsWith(after) && hostname.length > before.length + after.length
}
