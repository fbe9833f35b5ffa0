import { setTimeout as wait } from 'node:timers/promises'
import type { ClientSession } from './client-session.ts'
import type { Context } from './context.ts'
import { sendCall } from './send-call.ts'
import { typedCode } from './typed-code.ts'

/** In ms: longer than anything that keeps a client from asking for a while. */
const limit = 75_000

/** Calls, and signs in where that is asked for, until a call is answered: the server behaves again. */
export async function recover(session: ClientSession, context: Context): Promise<void> {
  const { label, auth } = session
  const end = performance.now() + limit
  let last: unknown
  for (let attempt = 1; performance.now() < end; attempt++) {
    try {
      last = await sendCall(session, {
        id: `${label}#recovery.${process.pid}.${attempt}`,
        kind: 0.5,
        signal: undefined,
      })
      if (last === 200) return
    } catch (error) {
      last = error
      context.judge(error, `recovering ${label}`)
      if (typedCode(error) === 'login_required')
        await auth.login().catch((reason: unknown) => context.judge(reason, `signing in to ${label}`))
    }
    await wait(250)
  }
  const journal = (await context.ask('journal', label)) as readonly string[]
  context.fail('everybody works again once the server behaves', [`${label}: ${last}`, ...journal].join('\n          '))
}
