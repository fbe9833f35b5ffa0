import { displayUrl } from '@fast-agent-auth/discovery/untrusted'
import type { AuthEvent } from 'fast-agent-auth'
import { problemOf } from '../terminal/problem-of.ts'

/** The rules of notices that only programs need. */
const rulesForProgramsOnly: readonly string[] = ['discovery_not_stored', 'quirk', 'trailing_slash']

/** A sentence about an event, or `undefined` if a person does not need it. The sentence may quote a server. */
export function describeEvent(event: AuthEvent): string | undefined {
  switch (event.type) {
    case 'browser_failed':
      return `${problemOf(event.error)} Open the link yourself.`
    case 'callback_unavailable':
      return `${problemOf(event.error)} The browser will show an error at the end: paste the address of that page here.`
    case 'client_forgotten':
      return `${displayUrl(event.issuer)} no longer knows this program. This program registers again, and you are asked for your consent again.`
    case 'issuer_changed':
      return `The authorization server has changed: it is ${displayUrl(event.issuer)} now, and was ${displayUrl(event.before)} before. Is that what you expect?`
    case 'notice':
      return rulesForProgramsOnly.includes(event.rule) ? undefined : event.message
    case 'record_damaged':
      return event.error === undefined ? 'The stored sign-in was damaged, so it is ignored.' : problemOf(event.error)
    case 'refresh_failed':
      return event.final ? 'The server has ended the stored sign-in.' : undefined
    case 'step_up':
      return describeStepUp(event.scope)
    case 'store_failed':
      return `New tokens could not be stored: ${problemOf(event.error)}`
    case 'store_fallback':
      return `${event.reason} A sign-in lasts only until this program ends; with --store file it is kept.`
    case 'callback_ignored':
      return event.from === 'paste' ? describePasted(event.reason) : describeAnswer(event)
    default:
      return undefined
  }
}

/**
 * A sentence below the link. A long scope is left out, since a server could make it any length; the line "Asks for" has it all.
 */
function describeStepUp(scope: string): string {
  return `The server asks for more than was granted: ${scope.length > 200 ? 'see the line "Asks for" above.' : scope}`
}

function describeAnswer({ reason, hasError }: Extract<AuthEvent, { type: 'callback_ignored' }>): string | undefined {
  if (reason === 'posted')
    return 'The browser sent a POST whose address has no state, so the POST is ignored. Still waiting.'
  return hasError
    ? 'An error came back, but nothing ties it to this sign-in, so it is ignored. Still waiting.'
    : undefined
}

type Reason = Extract<AuthEvent, { type: 'callback_ignored' }>['reason']

const pasteAdvice: Readonly<Record<Reason, string>> = {
  bare_code: 'That is only a code, and nothing ties it to this sign-in. Paste the whole address from the browser.',
  no_state: 'That address has no state, so nothing ties it to this sign-in. Paste the whole address, to its very end.',
  wrong_state:
    'That address belongs to another sign-in. Finish the sign-in at the link above, and paste the address that the browser shows at the end.',
  repeated_state: 'That address has two states. Paste it as the browser shows it.',
  wrong_address:
    'That is not the address at which a sign-in ends. Open the link first, then paste the address that the browser shows at the end.',
  too_long: 'That is longer than an answer can be. Paste only the address that the browser shows at the end.',
  posted: 'That is an answer by POST. Paste the address that the browser shows at the end.',
  not_an_answer: 'That is not the answer of a sign-in. Paste the address that the browser shows at the end.',
}

function describePasted(reason: Reason): string {
  return pasteAdvice[reason]
}
