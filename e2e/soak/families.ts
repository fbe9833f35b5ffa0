/** All tokens that stem from one sign-in. */
export interface Family {
  /** The session that signed in. */
  readonly label: string
  readonly signedInAt: number
  scope: string
  /** The reason for which the server has ended them. */
  ended?: string | undefined
  /** The server's word for it from then on. Default: `invalid_grant`. */
  word?: string | undefined
  /** The reason for which a client may give them up although they can be refreshed, and the time at which it ended. */
  doubt?: { readonly why: string | undefined; readonly settledAt?: number } | undefined
  /** The last time that a refresh was spoiled or its tokens were refused. */
  troubledAt?: number | undefined
}

export interface AccessToken {
  readonly family: Family
  readonly expiresAt: number
  forgotten: boolean
}

export interface RefreshToken {
  readonly family: Family
  replaced: boolean
  /** The reason for which the answer that replaced it did not arrive. */
  lost?: string | undefined
  /** The client was told that it is not known, and may show its secret once in the other way. */
  clientDenied?: boolean | undefined
}

/** A token response. */
export interface Issued {
  readonly access_token: string
  readonly refresh_token: string
  readonly scope: string
}

/** Every token that was issued, and the rules that a client broke with it. */
export interface Families {
  readonly access: ReadonlyMap<string, AccessToken>
  readonly refresh: ReadonlyMap<string, RefreshToken>
  /** The family of the last sign-in whose tokens arrived. */
  current(label: string): Family | undefined
  signIn(whose: Pick<Family, 'label'>, issued: Issued): Family
  /** Notes whether the answer to a sign-in arrived. */
  settleSignIn(family: Family, spoiled: string | undefined): void
  beginRefresh(token: string): RefreshToken | undefined
  rotate(old: RefreshToken, issued: Issued): void
  /** Judges a refresh that the server refused by its own rules. The journal goes into an accusation. */
  refuse(known: RefreshToken | undefined, error: unknown, journal: readonly string[]): void
  settleRefresh(known: RefreshToken, spoiled: string | undefined): void
  violations(): readonly string[]
  accuse(violation: string): void
}

/** How long a process may not know yet what another one was told, in ms. */
export const grace = 5_000

/** The reason for which a client may have given up tokens that can be refreshed. */
export function doubtOf({ doubt }: Family): string | undefined {
  return doubt?.settledAt === undefined || doubt.settledAt + grace > Date.now() ? doubt?.why : undefined
}

/** Spoiled answers that pass by themselves: nothing arrived, or something that the authorization server does not say. */
const passing = /^(reset|hung up|429|500|502|503|HTML|no HTTP)/

/** A client was told something final of its refresh token, although no word ends it. */
function isAnswer(spoiled: string): boolean {
  return !passing.test(spoiled)
}

/** @param lifetime of an access token, in ms */
export function createFamilies(lifetime: number): Families {
  const access = new Map<string, AccessToken>()
  const refresh = new Map<string, RefreshToken>()
  const current = new Map<string, Family>()
  const violations: string[] = []
  const accuse = (violation: string): void => void violations.push(violation)

  function keep(family: Family, { access_token, refresh_token, scope }: Issued): void {
    family.scope = scope
    access.set(access_token, { family, expiresAt: Date.now() + lifetime, forgotten: false })
    refresh.set(refresh_token, { family, replaced: false })
  }

  return {
    access,
    refresh,
    current: (label) => current.get(label),
    signIn(whose, issued) {
      const family: Family = { ...whose, signedInAt: Date.now(), scope: issued.scope }
      keep(family, issued)
      return family
    },
    settleSignIn(family, spoiled) {
      if (spoiled === undefined) current.set(family.label, family)
      else family.ended = `the answer to the sign-in was lost (${spoiled})`
    },
    beginRefresh(token) {
      const known = refresh.get(token)
      if (!known) accuse('a refresh token was sent that was never issued')
      return known
    },
    rotate(old, issued) {
      old.replaced = true
      keep(old.family, issued)
    },
    refuse(known, error, journal) {
      if (!known || known.family.ended !== undefined) return
      const { family, lost, replaced, clientDenied } = known
      known.clientDenied = false
      if (error === 'invalid_client' && clientDenied) return
      if (error === 'invalid_grant' && lost !== undefined) family.ended = `the answer to a refresh was lost (${lost})`
      else {
        const why = replaced
          ? 'token was sent again although its successor had been sent'
          : `was refused for what the client sent (${error})`
        accuse([`${family.label}: a refresh ${why}`, ...journal].join('\n          '))
      }
    },
    settleRefresh(known, spoiled) {
      const { family } = known
      if (spoiled !== undefined) family.troubledAt = Date.now()
      if (spoiled !== undefined && isAnswer(spoiled)) family.doubt = { why: `a refresh was answered so: ${spoiled}` }
      if (!known.replaced) return
      if (spoiled === undefined && family.doubt) family.doubt = { ...family.doubt, settledAt: Date.now() }
      else known.lost ??= spoiled
    },
    violations: () => violations,
    accuse,
  }
}
