import type { AuthEvent } from 'fast-agent-auth'
import { withChooser } from '../stores/store-name.ts'
import { hasDisplay, hasTerminal } from '../surroundings.ts'
import type { Printer } from '../terminal/printer.ts'
import type { World } from '../world.ts'
import type { ChosenBy } from './chosen-by.ts'
import { type WayBackAdvice, wayBackAdvice } from './way-back-advice.ts'

export interface RequestOptions {
  /** Whether a browser is opened. */
  readonly browser: boolean
  /** The location of the tokens, if that is not this machine. */
  readonly keptIn: string | undefined
  /** The lines of the configuration that decide who gets secrets. */
  readonly choosers: ChosenBy
  /** Prints the warnings about this sign-in. Returns whether there were any. */
  readonly warn: () => boolean
}

/** Shows the sign-in link, its authorization server, and the requested scope. */
export function showRequest(
  { url, issuer, scope, redirectUri }: Extract<AuthEvent, { type: 'authorization_url' }>,
  { browser, keptIn, choosers, warn }: RequestOptions,
  out: Printer,
  world: World,
): void {
  const mayPaste = hasTerminal(world)
  const opens = browser && hasDisplay(world)
  const advice = opens ? undefined : wayBackAdvice(redirectUri, world)
  out.line()
  if (advice) showAdvice(advice, mayPaste, out)
  out.sentence(linkIntro(browser, opens))
  out.line()
  out.link(url)
  out.line()
  // The facts are below the link, since a server can choose a link so long that text above it leaves the screen.
  out.facts([
    { name: 'Asks for', value: scope ?? 'left to the authorization server' },
    { name: 'Tokens go to', value: keptIn },
    { name: 'Configured in', value: choosers.server },
    { name: 'Authorization server', value: withChooser(new URL(issuer).host, choosers.issuer) },
    { name: 'Rules chosen by', value: choosers.rules },
    { name: 'Comes back to', value: redirectUri },
  ])
  out.line()
  if (warn()) out.line()
  // Advice with a command already says how to paste.
  if (!mayPaste || advice?.command !== undefined) return
  out.sentence(
    'If the browser cannot come back here, paste the last address in the browser, and press Enter. The input stays hidden.',
  )
  out.line()
}

function showAdvice({ text, command }: WayBackAdvice, mayPaste: boolean, out: Printer): void {
  if (command === undefined) out.sentence(text)
  else if (mayPaste) {
    out.sentence(`${text} Do one of these:`)
    out.line()
    out.step(1, 'Before you open the link, run this where your browser is:', command)
    out.step(
      2,
      'Paste here the last address in your browser, even that of an error page, and press Enter. The input stays hidden.',
    )
  } else {
    out.sentence(`${text} Before you open the link, run this where your browser is:`)
    out.line(`  ${out.style.bold(command)}`)
  }
  out.line()
}

function linkIntro(browser: boolean, opens: boolean): string {
  if (opens) return 'Your browser opens now. If it does not, open this link:'
  if (browser) return 'There is no display here, so no browser is opened. Open this link in a browser on any machine:'
  return 'Open this link in a browser:'
}
