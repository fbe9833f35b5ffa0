import type { OverrideEndpoint } from '@fast-agent-auth/mock-server'
import type { AccessToken } from './families.ts'
import { nameOf } from './journal.ts'
import type { Ledger } from './ledger.ts'
import { type Card, isUnheard } from './plan.ts'

/** The duration of an outage, in which good tokens are refused to everybody, in ms. */
const outageTime = 3_000

/** Keeps the books of the MCP server, and lies where the card of a request says so. A call names itself in `x-call`. */
export function mcpOverride(ledger: Ledger): OverrideEndpoint {
  const { families, calls, journal } = ledger
  return async (request, answer) => {
    const card: Card = JSON.parse(request.headers.get('x-card') ?? '')
    const id = request.headers.get('x-call')
    const label = id?.split('#')[0] ?? ''
    const token = /^bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
    const note = (what: string): void => {
      if (id === null) return
      for (const key of [label, id]) journal.note(key, `${id} ${nameOf(token)}: ${what} (${card.kind})`)
    }
    if (isUnheard(card)) {
      note('unheard')
      return new Response()
    }
    if (card.kind === 'outage') ledger.closed.mcp = Date.now() + outageTime
    const known = token === undefined ? undefined : families.access.get(token)
    const why = known && id !== null ? whyRefused(known, { id, card, ledger }) : undefined
    const isStepUp = known && why === undefined && (card.kind === 'scope held' || card.kind === 'scope more')
    const lie = why === undefined ? isStepUp && stepUp(card) : refusal(request)
    const response = lie || (await answer())
    if (id !== null && response.status === 401)
      calls.refuse(id, { family: known?.family, newest: families.current(label), token, why })
    if (id !== null && response.status === 403) calls.stepUp(id)
    note(`${response.status}${why === undefined ? '' : ` since ${why}`}`)
    return response
  }
}

interface Asked {
  readonly id: string
  readonly card: Card
  readonly ledger: Ledger
}

/** The reason to refuse a token that was issued. */
function whyRefused(known: AccessToken, { id, card: { kind }, ledger }: Asked): string | undefined {
  const { calls, closed } = ledger
  // A client may take two refusals in a row for good; then only what is named so is the reason.
  if (!calls.isRefused(id)) {
    if (kind === 'refused for ever') calls.giveUp(id)
    if (kind === 'token forgotten') known.forgotten = true
    if (kind === 'token refused') return 'a whim'
  }
  if (closed.mcp > Date.now()) return 'an outage'
  if (kind === 'family revoked') known.family.ended ??= 'the server revoked it'
  if (known.family.ended !== undefined) return known.family.ended
  if (calls.isHopeless(id)) return 'any token'
  if (known.forgotten) return 'forgotten'
  return known.expiresAt <= Date.now() ? 'expired on the way' : undefined
}

/** A refusal as the mock words it. */
function refusal({ url }: Request): Response {
  const metadata = new URL('/.well-known/oauth-protected-resource/mcp', url)
  const challenge = `Bearer error="invalid_token", resource_metadata="${metadata}", scope="mcp:read"`
  return Response.json({ error: 'invalid_token' }, { status: 401, headers: { 'www-authenticate': challenge } })
}

/** A refusal for want of a scope that this call does not need. */
function stepUp({ kind }: Card): Response {
  const scope = kind === 'scope held' ? 'mcp:read' : 'mcp:read mcp:admin'
  const challenge = `Bearer error="insufficient_scope", scope="${scope}"`
  return Response.json({ error: 'insufficient_scope' }, { status: 403, headers: { 'www-authenticate': challenge } })
}
