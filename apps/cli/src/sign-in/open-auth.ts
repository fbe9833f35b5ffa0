import { networksOf } from '@fast-agent-auth/discovery/untrusted'
import { publishUrls } from '@fast-agent-auth/flow/internal'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { type Auth, type AuthEvent, type AuthOptions, createAuth, openBrowser } from 'fast-agent-auth'
import { CliError, exitCodes } from '../errors/cli-error.ts'
import { commandLine, type Subject } from '../errors/command-line.ts'
import type { ChosenServer } from '../servers/choose-server.ts'
import { hasDisplay, hasTerminal } from '../surroundings.ts'
import type { World } from '../world.ts'
import { rememberRefusals } from './refused-access.ts'
import type { SignInView } from './sign-in-view.ts'

type AuthorizationUrl = Extract<AuthEvent, { type: 'authorization_url' }>

export interface OpenAuthOptions {
  readonly store: TokenStore
  readonly view: SignInView
  /** Whether a browser is opened. Otherwise the link is only shown. */
  readonly browser: boolean
  readonly subject: Subject
  /** The options of the sign-in, from the configuration and the command line. */
  readonly wishes: AuthOptions
  /** The error to throw instead of asking a person, since no store can keep the sign-in. */
  readonly storeError?: unknown
}

/** Creates a server's `Auth` for this program: it is shown by events, and the answer may be pasted. */
export function openAuth({ serverUrl }: ChosenServer, options: OpenAuthOptions, world: World): Auth {
  const { store, view, browser, subject, wishes, storeError } = options
  const opens = browser && hasDisplay(world)
  const { env, stdin, surroundings } = world
  const isNobody = !hasTerminal(world) && !hasDisplay(world)
  const refusal = storeError ?? (isNobody ? nobodyThere(subject, world) : undefined)
  const auth = createAuth(serverUrl, {
    ...wishes,
    store,
    redact: world.secrets?.values(),
    onEvent(event) {
      if (event.type === 'authorization_url') show(event, world)
      view.onEvent(event)
    },
    openBrowser: async (url) => {
      const networks = networksOf(serverUrl, wishes.allow?.networks)
      if (opens) await openBrowser(url, { env, platform: surroundings.platform, networks })
    },
    redirect: {
      ...wishes.redirect,
      readPasted: hasTerminal(world) && !storeError ? (signal) => stdin.readPasted(signal) : undefined,
      listen: refusal && (() => Promise.reject(refusal)),
    },
  })
  world.secrets?.also(auth.redact)
  const hasTokens = (): Promise<boolean> => auth.token().then(Boolean, () => false)
  return { ...auth, fetch: rememberRefusals(auth.fetch, hasTokens) }
}

/** Shows these values even if a configuration holds them, since it must not choose what is hidden from a person. */
function show({ issuer, url, redirectUri, scope }: AuthorizationUrl, { secrets }: World): void {
  if (!secrets) return
  publishUrls(secrets, issuer, url.href, redirectUri)
  secrets.publish(scope)
}

/** The error if nobody could open a link, since a sign-in would only wait until its time is over. */
function nobodyThere(subject: Subject, world: World): CliError {
  const message = 'A person has to sign in, and there is neither a terminal nor a display to ask on.'
  return new CliError(exitCodes.signIn, message, {
    hint: 'Run this in a terminal, as the same user on this machine:',
    commands: [commandLine('login', subject, world)],
  })
}
