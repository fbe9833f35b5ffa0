import { setTimeout as wait } from 'node:timers/promises'
import type { BearerChallenge } from '@fast-agent-auth/discovery'
import { type Auth, type AuthEvent, createAuth } from 'fast-agent-auth'
import { within } from '../src/within.ts'
import { agree } from './browser.ts'
import type { Context } from './context.ts'
import type { Account } from './messages.ts'
import { giveUp } from './sabotage.ts'
import { typedCode } from './typed-code.ts'

/** An application's sign-in to one server. */
export interface ClientSession {
  /** Names the session to the server. */
  readonly label: string
  readonly url: string
  readonly auth: Auth
  readonly interactive: boolean
  /** Signs in as often as it takes, once for all who ask at the same time. */
  signInAnew(challenge: BearerChallenge | undefined): Promise<void>
  signOut(): Promise<void>
}

/** How long a sign-in may take, in ms: longer than all its own limits. */
const limit = 150_000

export function createClientSession(
  site: { readonly name: string; readonly url: string },
  { name: account, interactive }: Account,
  context: Context,
): ClientSession {
  const label = `${site.name}/${account}`
  const { store, sabotage } = context
  const auth = createAuth(site.url, {
    account,
    store,
    interactive,
    redirect: { port: 0 },
    // Tells the server whose window it is.
    authorizationParams: { login_hint: label },
    timeout: 6_000,
    openBrowser: sabotage === 'no-browser' ? async () => undefined : agree,
    onEvent(event: AuthEvent) {
      context.tell(event)
      context.tally(`event ${event.type}`)
      if (sabotage === 'gives-up') giveUp(store, event)
      if (sabotage === 'token-in-event') auth.token().then((tokens) => context.tell(tokens?.accessToken))
    },
  })

  async function tryToSignIn(challenge: BearerChallenge | undefined): Promise<void> {
    while (!context.stopped()) {
      try {
        await within(limit, `signing in to ${label}`, auth.login({ challenge }))
        return
      } catch (error) {
        context.judge(error, `signing in to ${label}`)
        // Still signed in, but for what more was asked for.
        if (challenge?.error === 'insufficient_scope' || typedCode(error) === undefined) return
        await wait(500)
      }
    }
  }

  let signingIn: Promise<void> | undefined
  return {
    label,
    url: site.url,
    auth,
    interactive,
    signInAnew(challenge) {
      signingIn ??= tryToSignIn(challenge).finally(() => {
        signingIn = undefined
      })
      return signingIn
    },
    async signOut() {
      // Told before, since other calls end with it; and after, since somebody may have signed in meanwhile.
      await context.ask('signed-out', label)
      const leaving = within(limit, `signing out of ${label}`, auth.logout())
      await leaving.then(({ error }) => context.tell(error)).catch((error) => context.judge(error, 'signing out'))
      await context.ask('signed-out', label)
    },
  }
}
