import type { BearerChallenge } from '@fast-agent-auth/discovery'
import { within } from '../src/within.ts'
import type { Verdict } from './calls.ts'
import type { ClientSession } from './client-session.ts'
import { type Context, isNetworkError } from './context.ts'
import { sabotageCall } from './sabotage.ts'
import { sendCall } from './send-call.ts'
import { typedCode } from './typed-code.ts'

let calls = 0

/** Makes one call as an application does, of a kind that chance chooses. */
export async function callOnce(session: ClientSession, context: Context, random: () => number): Promise<void> {
  const id = `${session.label}#${process.pid}.${++calls}`
  const kind = random()
  const impatient = !session.interactive && random() < 0.04
  const abort = impatient ? new AbortController() : undefined
  const timer = abort && setTimeout(() => abort.abort(new Error('the caller gave up')), random() * 400)
  try {
    const status = await sendCall(session, { id, kind, signal: abort?.signal })
    if (random() < 0.2) await within(20_000, `what is broken in ${id}`, sabotageCall(context.sabotage, session.auth))
    context.tally(`answered ${status}`)
  } catch (error) {
    if (abort?.signal.aborted && error === abort.signal.reason) context.tally('given up')
    else await judge(error, { id, session, context })
  } finally {
    clearTimeout(timer)
  }
}

interface Judged {
  readonly id: string
  readonly session: ClientSession
  readonly context: Context
}

async function judge(error: unknown, { id, session, context }: Judged): Promise<void> {
  const code = typedCode(error)
  const isFine = code !== undefined || isNetworkError(error)
  context.judge(error, isFine ? id : await withJournal(id, id, context))
  // Every server here registers clients by itself: a session without a client has lost its own, and is stuck.
  if (code === 'registration_required')
    context.fail('no sign-in is lost that the server did not end', `${id}: ${String(error)}`)
  if (code !== 'login_required') return
  const verdict = (await context.ask('judge', id)) as Verdict
  if ('caused' in verdict) context.lose(verdict.caused)
  else {
    const what = await withJournal(`${id}: ${verdict.lost}`, session.label, context)
    context.fail('no sign-in is lost that the server did not end', what)
  }
  const { challenge } = error as { readonly challenge?: BearerChallenge | undefined }
  await session.signInAnew(challenge)
}

/** Adds the server's notes about a call or a sign-in. */
async function withJournal(what: string, of: string, context: Context): Promise<string> {
  const journal = (await context.ask('journal', of)) as readonly string[]
  return [what, ...journal].join('\n          ')
}
