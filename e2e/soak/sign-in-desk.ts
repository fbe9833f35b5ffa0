import type { Answer } from './answer.ts'
import { objectIn } from './answer.ts'
import { type Asked, type Desks, type Exchange, isUnheard } from './exchange.ts'
import { doubtOf, type Family } from './families.ts'
import { honest } from './honest.ts'
import type { Card } from './plan.ts'

/** Metadata, registration, the authorization endpoint and revocation. */
export async function atSignInDesk(asked: Asked, card: Card, desks: Desks): Promise<Exchange> {
  const { families, codes, secrets, journal } = desks.ledger
  const label = asked.url.searchParams.get('login_hint')
  const isWindow = asked.url.pathname.endsWith('/authorize') && asked.headers.has('x-window')
  if (isWindow && label !== null) {
    const scope = asked.url.searchParams.get('scope') ?? ''
    journal.note(label, `window for ${scope} (${card.kind})`)
    if (isNeedless(families.current(label), scope)) {
      families.accuse([`${label}: a window was opened without need`, ...journal.read(label)].join('\n          '))
    }
  }
  if (isUnheard(card)) return { delivery: honest(card) }
  const answer = await desks.ask(asked)
  const code = codeIn(answer)
  if (code !== undefined) {
    secrets.add(code)
    codes.set(code, label ?? 'somebody')
  }
  const { client_secret: secret } = objectIn(answer)
  if (typeof secret === 'string') secrets.add(secret)
  return { answer, delivery: honest(card) }
}

function codeIn({ headers: { location } }: Answer): string | undefined {
  return location === undefined ? undefined : (new URL(location).searchParams.get('code') ?? undefined)
}

/** How long it may take from such a reason to the window, with all that is asked in between, in ms. */
const reasonable = 15_000

/** Whether nobody had to be asked: the sign-in lives, nothing was wrong with it lately, and nothing more is asked for. */
function isNeedless(family: Family | undefined, scope: string): boolean {
  if (!family || family.ended !== undefined || doubtOf(family) !== undefined) return false
  if (family.troubledAt !== undefined && family.troubledAt + reasonable > Date.now()) return false
  const granted = family.scope.split(' ')
  return scope.split(' ').every((name) => granted.includes(name))
}
