import { type Answer, jsonAnswer, objectIn } from './answer.ts'
import { type Asked, type Desks, type Exchange, isUnheard } from './exchange.ts'
import type { Family, Issued, RefreshToken } from './families.ts'
import { honest } from './honest.ts'
import { nameOf } from './journal.ts'
import type { Card } from './plan.ts'

/** The token endpoint. */
export async function atTokenDesk(asked: Asked, card: Card, desks: Desks): Promise<Exchange> {
  const form = new URLSearchParams(asked.body)
  const verifier = form.get('code_verifier')
  if (verifier !== null) desks.ledger.secrets.add(verifier)
  const sent = form.get('refresh_token')
  if (card.kind === 'gateway 403') desks.ledger.closed.token = Date.now() + gatewayTime
  if (form.get('grant_type') === 'refresh_token' && sent !== null) return refresh(sent, asked, card, desks)
  const lie = lieOf(card, desks)
  if (lie || isUnheard(card)) return { answer: lie, delivery: honest(card) }
  const answer = await desks.ask(asked)
  const issued = issuedIn(answer, desks)
  if (!issued) return { answer, delivery: honest(card) }
  const label = desks.ledger.codes.get(form.get('code') ?? '') ?? 'somebody'
  const family = desks.ledger.families.signIn({ label }, issued)
  desks.ledger.journal.note(label, `signed in: ${nameOf(issued.access_token)} (${card.kind})`)
  return {
    answer: withLifetime(answer, desks),
    delivery: honest(card),
    settle: (spoiled) => desks.ledger.families.settleSignIn(family, spoiled),
  }
}

async function refresh(sent: string, asked: Asked, card: Card, desks: Desks): Promise<Exchange> {
  const { families, journal } = desks.ledger
  const known = families.beginRefresh(sent)
  const settle = (spoiled: string | undefined): void => {
    if (known) families.settleRefresh(known, spoiled)
  }
  if (known) journal.note(known.family.label, `refresh with ${nameOf(sent)} begins (${card.kind})`)
  if (isUnheard(card)) return { delivery: honest(card), settle }
  if (known && card.kind === 'family revoked') known.family.ended ??= 'the server revoked it'
  const lie = lieOf(card, desks) ?? lastWord(known?.family)
  if (lie) {
    // Then it is so.
    if (known && endsFamilies(card)) end(known.family, card)
    if (known && card.kind === 'invalid_client') known.clientDenied = true
    return {
      answer: lie,
      delivery: 'as it should be',
      settle: () => settle(isClosed(desks) ? 'gateway 403' : card.kind),
    }
  }
  const answer = await desks.ask(known?.family.ended === undefined ? asked : withoutRefreshToken(asked))
  note(known, answer, desks)
  const next = nameOf(String(objectIn(answer).access_token ?? objectIn(answer).error))
  if (known) journal.note(known.family.label, `refresh with ${nameOf(sent)}: ${next} (${card.kind})`)
  return { answer: withLifetime(answer, desks), delivery: honest(card), settle }
}

function note(known: RefreshToken | undefined, answer: Answer, desks: Desks): void {
  const issued = issuedIn(answer, desks)
  if (known && issued) desks.ledger.families.rotate(known, issued)
  else {
    const { error, error_description: description } = objectIn(answer)
    desks.ledger.families.refuse(known, error, [
      String(description),
      ...(known ? desks.ledger.journal.read(known.family.label) : []),
    ])
  }
}

function issuedIn(answer: Answer, { ledger }: Desks): Issued | undefined {
  if (answer.status !== 200) return undefined
  // As the mock writes it.
  const issued = objectIn(answer) as unknown as Issued
  ledger.secrets.add(issued.access_token).add(issued.refresh_token)
  return issued
}

function withLifetime(answer: Answer, { expiresIn }: Desks): Answer {
  if (answer.status !== 200) return answer
  return jsonAnswer(200, { ...objectIn(answer), expires_in: expiresIn }, answer.headers)
}

function withoutRefreshToken(asked: Asked): Asked {
  const form = new URLSearchParams(asked.body)
  form.set('refresh_token', 'ended')
  return { ...asked, body: form.toString() }
}

function endsFamilies({ kind }: Card): boolean {
  return kind === 'invalid_grant' || kind === 'dead in other words'
}

function end(family: Family, { kind }: Card): void {
  family.ended ??= `the server said ${kind}`
  if (kind === 'dead in other words') family.word ??= 'invalid_request'
}

/** The answer to a dead refresh token of a server that has another word for it than `invalid_grant`. */
function lastWord(family: Family | undefined): Answer | undefined {
  return family?.word === undefined ? undefined : jsonAnswer(400, { error: family.word })
}

/** How long a gateway answers in place of the token endpoint, in ms. */
const gatewayTime = 4_000

function isClosed({ ledger }: Pick<Desks, 'ledger'>): boolean {
  return ledger.closed.token > Date.now()
}

function lieOf({ kind }: Card, { ledger }: Desks): Answer | undefined {
  if (isClosed({ ledger })) return { status: 403, headers: {}, body: Buffer.from('Forbidden') }
  if (kind === 'dead in other words') return jsonAnswer(400, { error: 'invalid_request' })
  if (kind === 'unknown word') return jsonAnswer(400, { error: 'quota_exceeded' })
  if (kind === 'invalid_client') return jsonAnswer(401, { error: kind })
  if (kind !== 'invalid_grant' && kind !== 'temporarily_unavailable') return undefined
  return jsonAnswer(400, { error: kind, error_description: 'Not today.' })
}
