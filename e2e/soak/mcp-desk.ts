import { type Answer, jsonAnswer } from './answer.ts'
import { type Asked, type Desks, type Exchange, isUnheard } from './exchange.ts'
import type { AccessToken } from './families.ts'
import { honest } from './honest.ts'
import { nameOf } from './journal.ts'
import type { Card } from './plan.ts'

/** The MCP endpoint. A call says who it is in the header `x-call`. */
export async function atMcpDesk(asked: Asked, card: Card, desks: Desks): Promise<Exchange> {
  const { families, calls, journal } = desks.ledger
  const id = asked.headers.get('x-call')
  const note = (what: string): void => {
    if (id === null) return
    for (const key of [labelOf(id), id]) journal.note(key, `${id} ${nameOf(token)}: ${what} (${card.kind})`)
  }
  const token = /^bearer (.+)$/i.exec(asked.headers.get('authorization') ?? '')?.[1]
  if (isUnheard(card)) {
    note('unheard')
    return { delivery: honest(card) }
  }
  if (card.kind === 'outage') desks.ledger.closed.mcp = Date.now() + outageTime
  const known = token === undefined ? undefined : families.access.get(token)
  const why = known && id !== null ? whyRefused(known, { id, card, desks }) : undefined
  const answer = stepUp(known, card, why) ?? (await desks.ask(why === undefined ? asked : withoutToken(asked)))
  if (id !== null && answer.status === 401) {
    calls.refuse(id, { family: known?.family, newest: families.current(labelOf(id)), token, why })
  }
  if (id !== null && answer.status === 403) calls.stepUp(id)
  note(`${answer.status}${why === undefined ? '' : ` since ${why}`}`)
  return { answer, delivery: honest(card) }
}

function labelOf(id: string): string {
  return id.split('#')[0] ?? ''
}

/** How long good tokens are refused to everybody, in ms. */
const outageTime = 3_000

/** Why a token that was issued is not taken. */
function whyRefused(
  known: AccessToken,
  { id, card: { kind }, desks }: { readonly id: string; readonly card: Card; readonly desks: Desks },
): string | undefined {
  const { calls } = desks.ledger
  // A client may take two refusals in a row for good; then only what is named so is the reason.
  if (!calls.isRefused(id)) {
    if (kind === 'refused for ever') calls.giveUp(id)
    if (kind === 'token forgotten') known.forgotten = true
    if (kind === 'token refused') return 'a whim'
  }
  if (desks.ledger.closed.mcp > Date.now()) return 'an outage'
  if (kind === 'family revoked') known.family.ended ??= 'the server revoked it'
  if (known.family.ended !== undefined) return known.family.ended
  if (calls.isHopeless(id)) return 'any token'
  if (known.forgotten) return 'forgotten'
  return known.expiresAt <= Date.now() ? 'expired on the way' : undefined
}

/** A refusal for want of a scope that this call does not need. */
function stepUp(known: AccessToken | undefined, { kind }: Card, why: string | undefined): Answer | undefined {
  if (!known || why !== undefined || (kind !== 'scope held' && kind !== 'scope more')) return undefined
  const scope = kind === 'scope held' ? 'mcp:read' : 'mcp:read mcp:admin'
  const challenge = `Bearer error="insufficient_scope", scope="${scope}"`
  return jsonAnswer(403, { error: 'insufficient_scope' }, { 'www-authenticate': challenge })
}

function withoutToken(asked: Asked): Asked {
  const headers = new Headers(asked.headers)
  headers.set('authorization', 'Bearer ended')
  return { ...asked, headers }
}
