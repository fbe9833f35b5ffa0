import { type Answer, jsonAnswer, objectIn } from './answer.ts'
import { type Asked, type Desks, type Exchange, isUnheard } from './exchange.ts'
import type { Issued, RefreshToken } from './families.ts'
import { honest } from './honest.ts'
import { nameOf } from './journal.ts'
import type { Card } from './plan.ts'

/** The token endpoint. */
export async function atTokenDesk(asked: Asked, card: Card, desks: Desks): Promise<Exchange> {
  const form = new URLSearchParams(asked.body)
  const verifier = form.get('code_verifier')
  if (verifier !== null) desks.ledger.secrets.add(verifier)
  const sent = form.get('refresh_token')
  if (form.get('grant_type') === 'refresh_token' && sent !== null) return refresh(sent, asked, card, desks)
  const lie = lieOf(card)
  if (lie) disown(asked, card, desks)
  if (lie || isUnheard(card)) return { answer: lie, delivery: honest(card) }
  const answer = await desks.ask(asked)
  const issued = issuedIn(answer, desks)
  if (!issued) return { answer, delivery: honest(card) }
  const label = desks.ledger.codes.get(form.get('code') ?? '') ?? 'somebody'
  const family = desks.ledger.families.signIn({ label, clientId: clientOf(asked).id }, issued)
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
  const lie = lieOf(card)
  if (lie) {
    // Then it is so.
    if (known && endsFamilies(card)) known.family.ended ??= `the server said ${card.kind}`
    disown(asked, card, desks)
    return { answer: lie, delivery: 'as it should be', settle: () => settle(card.kind) }
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
  else desks.ledger.families.refuse(known, objectIn(answer).error)
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

/** Other accounts of a client that has a secret can refresh no more: they have registered together. */
function disown(asked: Asked, { kind }: Card, { ledger }: Desks): void {
  const { id, hasSecret } = clientOf(asked)
  if (kind === 'invalid_client' && hasSecret) ledger.families.disown(id)
}

function clientOf({ headers, body }: Asked): { readonly id: string; readonly hasSecret: boolean } {
  const basic = /^basic (.+)$/i.exec(headers.get('authorization') ?? '')?.[1]
  const [named = ''] = Buffer.from(basic ?? '', 'base64')
    .toString()
    .split(':')
  const id = basic === undefined ? new URLSearchParams(body).get('client_id') : decodeURIComponent(named)
  return { id: id ?? '', hasSecret: basic !== undefined }
}

function endsFamilies({ kind }: Card): boolean {
  return kind === 'invalid_grant' || kind === 'invalid_client'
}

function lieOf({ kind }: Card): Answer | undefined {
  if (kind === 'unknown word') return jsonAnswer(400, { error: 'quota_exceeded' })
  if (kind === 'invalid_client') return jsonAnswer(401, { error: kind })
  if (kind !== 'invalid_grant' && kind !== 'temporarily_unavailable') return undefined
  return jsonAnswer(400, { error: kind, error_description: 'Not today.' })
}
