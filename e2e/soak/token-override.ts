import type { OverrideEndpoint } from '@fast-agent-auth/mock-server'
import { isHarmful } from './decks.ts'
import type { Family, Issued, RefreshToken } from './families.ts'
import { nameOf } from './journal.ts'
import type { Ledger } from './ledger.ts'
import { type Card, isUnheard } from './plan.ts'

/** The time for which a gateway answers in place of the token endpoint, in ms. */
const gatewayTime = 4_000

interface Exchange {
  readonly card: Card
  readonly ledger: Ledger
  /** Lets the mock answer. */
  hear(): Promise<Heard>
}

interface Heard {
  readonly response: Response
  readonly issued?: Issued | undefined
  readonly error?: string | undefined
  readonly description?: string | undefined
}

/** Keeps the books of the token endpoint, and lies where the card of a request says so. */
export function tokenOverride(ledger: Ledger, expiresIn: number | undefined): OverrideEndpoint {
  return async (request, answer) => {
    const card: Card = JSON.parse(request.headers.get('x-card') ?? '')
    const form = new URLSearchParams(await request.text())
    const exchange: Exchange = { card, ledger, hear: async () => hear(await answer(), ledger, expiresIn) }
    const verifier = form.get('code_verifier')
    if (verifier !== null) ledger.secrets.add(verifier)
    if (card.kind === 'gateway 403') ledger.closed.token = Date.now() + gatewayTime
    const sent = form.get('refresh_token')
    if (form.get('grant_type') === 'refresh_token' && sent !== null) return refresh(sent, exchange)
    return signIn(ledger.codes.get(form.get('code') ?? '') ?? 'somebody', exchange)
  }
}

async function hear(response: Response, { secrets }: Ledger, expiresIn: number | undefined): Promise<Heard> {
  const body = await response.clone().json()
  if (response.status !== 200) return { response, error: body.error, description: body.error_description }
  secrets.add(body.access_token).add(body.refresh_token)
  return { response: Response.json({ ...body, expires_in: expiresIn }), issued: body }
}

async function signIn(label: string, { card, ledger, hear }: Exchange): Promise<Response> {
  const lie = lieOf(card, ledger)
  if (lie || isUnheard(card)) return lie ?? new Response()
  const { response, issued } = await hear()
  if (issued) {
    const family = ledger.families.signIn({ label }, issued)
    ledger.journal.note(label, `signed in: ${nameOf(issued.access_token)} (${card.kind})`)
    ledger.families.settleSignIn(family, isHarmful(card.kind) ? card.kind : undefined)
  }
  return response
}

async function refresh(sent: string, { card, ledger, hear }: Exchange): Promise<Response> {
  const { families, journal } = ledger
  const known = families.beginRefresh(sent)
  const note = (what: string): void => {
    if (known) journal.note(known.family.label, `refresh with ${nameOf(sent)}${what} (${card.kind})`)
  }
  note(' begins')
  if (card.kind === 'family revoked' && known) known.family.ended ??= 'the server revoked it'
  const unheard = isUnheard(card) ? new Response() : undefined
  const lie = unheard ? undefined : (lieOf(card, ledger) ?? lastWord(known?.family))
  if (lie && known) believe(card, known)
  const response = unheard ?? lie ?? (known?.family.ended === undefined ? undefined : wordFor('invalid_grant'))
  const told = isHarmful(card.kind) ? card.kind : lie && (isClosed(ledger) ? 'gateway 403' : card.kind)
  const answered = response ?? (await granted(known, note, { card, ledger, hear }))
  // Before it is sent: what the client does next may be here before this goes on.
  if (known) families.settleRefresh(known, told)
  return answered
}

async function granted(
  known: RefreshToken | undefined,
  note: (what: string) => void,
  { ledger: { families, journal }, hear }: Exchange,
): Promise<Response> {
  const { response, issued, error, description } = await hear()
  if (known && issued) families.rotate(known, issued)
  else families.refuse(known, error, [`${description}`, ...(known ? journal.read(known.family.label) : [])])
  note(`: ${nameOf(issued?.access_token ?? error)}`)
  return response
}

/** From then on, it is as the lie says. */
function believe({ kind }: Card, known: RefreshToken): void {
  const { family } = known
  if (kind === 'invalid_client') known.clientDenied = true
  if (kind === 'invalid_grant' || kind === 'dead in other words') family.ended ??= `the server said ${kind}`
  if (kind === 'dead in other words') family.word ??= 'invalid_request'
}

/** The answer to a dead refresh token of a server that has another word for it than `invalid_grant`. */
function lastWord(family: Family | undefined): Response | undefined {
  return family?.word === undefined ? undefined : wordFor(family.word)
}

function isClosed({ closed }: Ledger): boolean {
  return closed.token > Date.now()
}

function lieOf({ kind }: Card, ledger: Ledger): Response | undefined {
  if (isClosed(ledger)) return new Response('Forbidden', { status: 403 })
  if (kind === 'dead in other words') return wordFor('invalid_request')
  if (kind === 'unknown word') return wordFor('quota_exceeded')
  if (kind === 'invalid_client') return wordFor(kind, { status: 401 })
  const isReason = kind === 'invalid_grant' || kind === 'temporarily_unavailable'
  return isReason ? wordFor(kind, { description: 'Not today.' }) : undefined
}

interface Wording {
  readonly status?: number
  readonly description?: string
}

function wordFor(error: string, { status = 400, description }: Wording = {}): Response {
  return Response.json({ error, error_description: description }, { status })
}
