import type { AuthEvent } from 'fast-agent-auth'
import type { TurnListener } from './announce-turn.ts'
import { createWaits } from './announce-wait.ts'
import { describeEvent } from './describe-event.ts'
import { hyperlink } from './hyperlink.ts'
import { createPrinter } from './printer.ts'
import { duration } from './words.ts'
import type { World } from './world.ts'

/** Tells a person what a sign-in does and waits for. */
export interface LoginProgress extends TurnListener {
  readonly onEvent: (event: AuthEvent) => void
  /** Whether this program got tokens, and not another one or an earlier sign-in. */
  signedIn(): boolean
  /** Nothing is waited for any more. */
  ended(): void
}

export function createLoginProgress(
  serverUrl: string,
  { browser }: { readonly browser: boolean },
  { stdout, stderr, env }: World,
): LoginProgress {
  const out = createPrinter(stdout, env)
  const err = createPrinter(stderr, env)
  const waits = createWaits({ stderr, env })
  const told = new Set<string>()
  let signedIn = false

  function showRequest({ url, issuer, scope }: Extract<AuthEvent, { type: 'authorization_url' }>): void {
    out.line()
    out.facts([
      { name: 'Authorization server', value: new URL(issuer).host },
      { name: 'Scopes', value: scope ?? 'left to the authorization server' },
      { name: 'Comes back to', value: url.searchParams.get('redirect_uri') ?? undefined },
    ])
    out.line()
    out.line(browser ? 'Your browser opens now. If it does not, open this link:' : 'Open this link in a browser:')
    out.line()
    out.line(hyperlink(url, stdout, env))
    out.line()
  }

  return {
    waiting: () => out.line('Another program is signing in to this server. Waiting for it; Ctrl-C stops.'),
    begun() {
      out.line(`Signing in to ${serverUrl}`)
      waits.begin(`Waiting for ${serverUrl}.`)
    },
    ended: waits.end,
    signedIn: () => signedIn,
    onEvent(event) {
      switch (event.type) {
        case 'authorization_url':
          waits.end()
          return showRequest(event)
        case 'wait_start':
          return out.line(`Waiting up to ${duration(event.timeout)} for the browser to come back. Ctrl-C stops.`)
        case 'callback_received':
          out.line('The browser came back.')
          return waits.begin('Waiting for the tokens.')
        case 'signed_in':
          signedIn = true
          return
        default: {
          const note = describeEvent(event)
          if (note === undefined || told.has(note)) return
          told.add(note)
          err.sentence(note, { text: 'note:', paint: err.style.warning })
        }
      }
    },
  }
}
