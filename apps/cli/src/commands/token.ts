import { usualEndpoints } from '@fast-agent-auth/discovery/internal'
import { displayUrl } from '@fast-agent-auth/discovery/untrusted'
import { isKeyOf, redactValue } from '@fast-agent-auth/flow/internal'
import { CliError, exitCodes } from '../errors/cli-error.ts'
import { commandLine, sameCommand, sameCommandFor } from '../errors/command-line.ts'
import type { ChosenServer } from '../servers/choose-server.ts'
import { isUrl } from '../servers/is-url.ts'
import { assertUsesOAuth } from '../sign-in/assert-uses-oauth.ts'
import { findServer } from '../sign-in/find-server.ts'
import { openAuth } from '../sign-in/open-auth.ts'
import { openServerStore } from '../sign-in/open-server-store.ts'
import { otherAccounts } from '../sign-in/other-accounts.ts'
import { type SignInFlags, signInOptions } from '../sign-in/sign-in-options.ts'
import { createJsonView, createSignInView } from '../sign-in/sign-in-view.ts'
import { readSignIns } from '../stores/select-sign-ins.ts'
import { announceWait } from '../terminal/announce-wait.ts'
import { isoTime } from '../terminal/words.ts'
import { writeJson } from '../terminal/write-json.ts'
import type { World } from '../world.ts'

export interface TokenOptions extends SignInFlags {
  readonly configPath?: string | undefined
  /** Whether the token is printed even if the output is a terminal. */
  readonly show?: boolean | undefined
  /** Whether the token is printed as the line of a request header. */
  readonly header?: boolean | undefined
  readonly json?: boolean | undefined
}

/** Prints a valid access token, refreshed if needed. Never asks a person to sign in. */
export async function token(target: string, options: TokenOptions, world: World): Promise<void> {
  const { stdout, stderr, secrets, signal } = world
  if (stdout.isTTY && !options.show) {
    throw new CliError(exitCodes.usage, 'An access token is a secret, and this is a terminal.', {
      hint: 'Give it to another program, or show it anyway:',
      commands: [
        ...(options.json ? [] : [`${headerCommand(options, world)} | curl -H @- https://…`]),
        sameCommand(world, '--show'),
      ],
    })
  }
  const server = await findServer(target, options, world)
  assertUsesOAuth(server)
  const { store } = await openServerStore(server, options, world)
  const subject = { ...options, target }
  const view = options.json
    ? createJsonView(world)
    : createSignInView({ target, terminal: stderr, browser: false }, world)
  const wishes = signInOptions(server, options, world)
  const auth = openAuth(server, { store, view, browser: false, subject, wishes }, world)
  const tokens = await announceWait('Renewing the stored sign-in.', auth.token({ signal }), world)
  if (tokens === undefined) {
    const message = `Not signed in to ${displayUrl(server.serverUrl)}.`
    const others = await otherCommands(server, options, world)
    throw new CliError(exitCodes.signIn, message, { commands: [...others, commandLine('login', subject, world)] })
  }
  const { accessToken, tokenType, expiresAt, scope } = tokens
  const words = redactValue({ tokenType, expiresAt: isoTime(expiresAt), scope }, secrets?.redact ?? String)
  // The only output that is a secret.
  if (options.json) writeJson({ accessToken, ...words }, stdout, { indent: 2 })
  else {
    const line = options.header ? `Authorization: Bearer ${accessToken}` : accessToken
    stdout.write(`${line}\n`, { mayHoldSecrets: true })
  }
}

function headerCommand({ header }: TokenOptions, world: World): string {
  return header ? sameCommand(world) : sameCommand(world, '--header')
}

/** The command again for each other account, and each usual endpoint of the server, that has a sign-in. */
async function otherCommands(server: ChosenServer, options: TokenOptions, world: World): Promise<readonly string[]> {
  const signIns = await readSignIns(server, options, world)
  const usual = isUrl(server.target) ? usualEndpoints(server.serverUrl) : []
  const urls = usual.filter((url) => signIns.some((each) => isKeyOf(each.serverKey, url)))
  return [...otherAccounts(signIns, server.serverUrl, world), ...urls.map((url) => sameCommandFor(url, world))]
}
