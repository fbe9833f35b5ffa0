import type { AuthEvent } from 'fast-agent-auth'
import { serverName } from '../servers/server-name.ts'
import { createWaits } from '../terminal/announce-wait.ts'
import { createPrinter } from '../terminal/printer.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { duration, timeLeft } from '../terminal/words.ts'
import { writeJson } from '../terminal/write-json.ts'
import type { World } from '../world.ts'
import type { ChosenBy } from './chosen-by.ts'
import { describeEvent } from './describe-event.ts'
import { jsonEvent } from './json-event.ts'
import { showRequest } from './show-request.ts'

/** The view of a sign-in, for a person or a program. It uses only events. */
export interface SignInView {
  readonly onEvent: (event: AuthEvent) => void
  /** Whether this sign-in got tokens, and not another program or an earlier sign-in. */
  signedIn(): boolean
  /** Call this when no wait is left. */
  ended(): void
}

export interface SignInViewOptions {
  /** The server as the person typed it. */
  readonly target: string
  /** The output for the sign-in. Notes go to stderr. */
  readonly terminal: Terminal
  /** Whether a browser is opened. */
  readonly browser: boolean
  /** The location of the tokens, if that is not this machine. */
  readonly keptIn?: string | undefined
  /** The configuration that chose where the sign-in goes, if one did. */
  readonly choosers?: ChosenBy | undefined
}

export function createSignInView(options: SignInViewOptions, world: World): SignInView {
  const { target, terminal, browser, keptIn, choosers = {} } = options
  const { env, live, now } = world
  const out = createPrinter(terminal, env)
  const err = createPrinter(world.stderr, env)
  const waits = createWaits(world)
  const told = new Set<string>()
  world.signal.addEventListener('abort', ended, { once: true })
  let ticking: ReturnType<typeof setInterval> | undefined
  let signedIn = false
  // Warnings are printed below the link, since above it they would scroll away.
  let warnings: readonly string[] = []
  let beforeLink = false

  function countDown(until: number): void {
    if (!terminal.isTTY || !live.works) {
      out.sentence(`Waiting up to ${duration(until - now())} for the browser to come back. Ctrl-C stops.`)
      return
    }
    const show = (): void => {
      const left = timeLeft(until - now())
      live.show(`Waiting for the browser, ${left} left. Ctrl-C stops.`, `Waiting, ${left} left. Ctrl-C stops.`, left)
    }
    show()
    ticking = setInterval(show, 1000)
  }

  function stopCounting(): void {
    clearInterval(ticking)
    live.clear()
  }

  function ended(): void {
    waits.end()
    stopCounting()
    if (beforeLink) warn(warnings.filter((text) => !told.has(text)))
    beforeLink = false
  }

  function warn(texts: readonly string[]): boolean {
    for (const text of texts) {
      told.add(text)
      err.sentence(text, { text: 'note:', paint: err.style.warning })
    }
    return texts.length > 0
  }

  function note(event: AuthEvent): void {
    const text = describeEvent(event)
    // The same text is shown for each paste of a person, but only once for requests of a browser.
    const pasted = event.type === 'callback_ignored' && event.from === 'paste'
    if (text === undefined) return
    if (beforeLink) warnings = [...new Set([...warnings, text])]
    else if (!told.has(text) || pasted) warn([text])
  }

  return {
    signedIn: () => signedIn,
    ended,
    onEvent(event) {
      switch (event.type) {
        case 'sign_in_started':
          ended()
          warnings = []
          beforeLink = true
          out.sentence(`Signing in to ${serverName(target, event.serverUrl)}`)
          return waits.begin(`Waiting for ${serverName(target, event.serverUrl)}.`)
        case 'authorization_url':
          waits.end()
          beforeLink = false
          return showRequest(event, { browser, keptIn, choosers, warn: () => warn(warnings) }, out, world)
        case 'waiting':
          if (event.until !== undefined) return countDown(event.until)
          waits.end()
          return out.sentence('Another program is signing in to this server. Waiting for it; Ctrl-C stops.')
        case 'waiting_ended':
          return stopCounting()
        case 'callback_received':
          stopCounting()
          out.line('Answer received. Fetching the tokens.')
          return waits.begin('Waiting for the tokens.')
        case 'signed_in':
          signedIn = true
          return ended()
        case 'client_forgotten':
          note(event)
          // The person is asked again, at another link.
          beforeLink = true
          return
        default:
          note(event)
      }
    },
  }
}

/** A view for programs: each event is a line of JSON on stderr. */
export function createJsonView(
  { stderr, secrets }: Pick<World, 'stderr' | 'secrets'>,
  { rules }: ChosenBy = {},
): SignInView {
  let signedIn = false
  return {
    signedIn: () => signedIn,
    ended() {},
    onEvent(event) {
      if (event.type === 'signed_in') signedIn = true
      if (event.type === 'authorization_url' && rules !== undefined) {
        writeJson({ type: 'notice', rule: 'configuration', message: `Rules chosen by ${rules}.` }, stderr, { secrets })
      }
      writeJson(jsonEvent(event), stderr, { secrets })
    },
  }
}
