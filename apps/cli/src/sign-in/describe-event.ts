import { displayUrl } from '@fast-agent-auth/discovery/untrusted'
import type { AuthEvent } from 'fast-agent-auth'
import { problemOf } from '../terminal/problem-of.ts'

/** Rules of notices that matter to a program alone. */
const unshown: readonly string[] = ['discovery_not_stored', 'quirk', 'trailing_slash']

/** A sentence about an event, or `undefined` where it is of no interest to a person. The sentence may quote a server. */
export function describeEvent(event: AuthEvent): string | undefined {
  switch (event.type) {
    case 'browser_failed':
      return `${problemOf(event.error)} Open the link yourself.`
    case 'callback_unavailable':
      return `${problemOf(event.error)} The browser will show an error at the end: paste the address that it shows.`
    case 'client_forgotten':
      return `${displayUrl(event.issuer)} no longer knows this program, which registers anew: you are asked again.`
    case 'issuer_changed':
      return `Another authorization server than before: ${displayUrl(event.issuer)}, not ${displayUrl(event.before)}. Is that what you expect?`
    case 'notice':
      return unshown.includes(event.rule) ? undefined : event.message
    case 'record_damaged':
      return event.error === undefined ? 'The stored sign-in was damaged and counts as none.' : problemOf(event.error)
    case 'refresh_failed':
      return event.final ? 'The stored sign-in had ended at the server.' : undefined
    case 'step_up':
      return describeStepUp(event.scope)
    case 'store_failed':
      return `New tokens could not be stored: ${problemOf(event.error)}`
    case 'store_fallback':
      return `${event.reason} A sign-in lasts until this program ends; with --store file it is kept.`
    case 'callback_ignored':
      return event.from === 'paste' ? describePasted(event.reason) : describeAnswer(event)
    default:
      return undefined
  }
}

/** A sentence below the link. A server must not make it as long as it likes; the whole scope stands above. */
function describeStepUp(scope: string): string {
  return `The server asks for more than was granted${scope.length > 200 ? ', see "Asks for".' : `: ${scope}`}`
}

function describeAnswer({ reason, hasError }: Extract<AuthEvent, { type: 'callback_ignored' }>): string | undefined {
  if (reason === 'posted')
    return 'The browser sent something by POST, without a state in its address, so it is not taken. Still waiting.'
  return hasError
    ? 'A failure came back that cannot be tied to this sign-in, so it is not acted on. Still waiting.'
    : undefined
}

type Reason = Extract<AuthEvent, { type: 'callback_ignored' }>['reason']

const pasted: Readonly<Record<Reason, string>> = {
  bare_code: 'That is a code alone, which nothing ties to this sign-in. Paste the whole address from the browser.',
  no_state: 'That address has no state, so nothing ties it to this sign-in. Paste the whole address, to its very end.',
  wrong_state: 'That address belongs to another sign-in. Finish the one at the link above, and paste its address.',
  repeated_state: 'That address has two states. Paste it as the browser shows it.',
  wrong_address:
    'That is not the address at which the sign-in ends. Open the link first; paste where the browser ends.',
  too_long: 'That is longer than an answer can be. Paste only the address at which the browser ended.',
  posted: 'That is an answer by POST. Paste the address at which the browser ended.',
  not_an_answer: 'That is not the answer of a sign-in. Paste the address at which the browser ended.',
}

function describePasted(reason: Reason): string {
  return pasted[reason]
}
