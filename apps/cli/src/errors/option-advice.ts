import { displayUrl } from '@fast-agent-auth/discovery/untrusted'
import type { ErrorDetails } from '../terminal/problem-of.ts'
import type { Attempt } from './attempt.ts'
import type { NextSteps } from './cli-error.ts'
import { commandLine, shellWord } from './command-line.ts'
import { adviceOnRemedies, remediesIn } from './remedy-advice.ts'

const inFile = 'the auth block of the server in fast-agent.yaml'

const usualPort = '3030'

type Advise = (details: ErrorDetails, attempt: Attempt | undefined) => NextSteps

/** The advice on each option of the library that is wrong or missing: how a person sets it in this program. */
const advice: Readonly<Record<string, Advise>> = {
  authorizationParams: () => ({ hint: `Leave it out of authorization_params, given with --set or in ${inFile}.` }),
  authorizationServer: () => ({
    hint: `Correct authorizationServer, given with --set or as authorization_server in ${inFile}.`,
  }),
  client: (details) => ({ hint: register(details) }),
  force: (_, attempt) => ({
    hint: 'Sign in again and allow it:',
    commands: attempt?.subject && [commandLine('login', { ...attempt.subject, force: true }, attempt)],
  }),
  'client.id': ({ redirectUri }, attempt) => ({
    hint:
      typeof redirectUri === 'string'
        ? `Check --client-id, or client_id in ${inFile}, and that ${redirectUri} is registered there.`
        : `If this program registered itself there, sign in again, and tell the server's operator if that fails in the same way. If not, check --client-id, or client_id in ${inFile}.`,
    commands: attempt?.subject && [commandLine('login', attempt.subject, attempt)],
  }),
  'client.metadataUrl': () => ({
    hint: `Use one like https://example.com/client.json: as --client-metadata-url, as client_metadata_url in ${inFile}, or in FAST_AGENT_OAUTH_CLIENT_METADATA_URL.`,
  }),
  'client.secret': () => ({
    hint: `Put it into FAST_AGENT_AUTH_CLIENT_SECRET and sign in with --client-id and --issuer, or set client_secret in ${inFile}.`,
  }),
  'client.tokenEndpointAuthMethod': () => ({
    hint: `If it takes another method, sign in with --client-id <id> --set token_endpoint_auth_method=<method>, or set both in ${inFile}.`,
  }),
  fetch: () => ({ hint: 'No setting of this program changes that.' }),
  issuer: () => ({ hint: `Correct --issuer, or issuer in ${inFile}.` }),
  scope: () => ({ hint: `Ask for another scope with --scope, or as scope in ${inFile}.` }),
}

/** The issuer as a word of a command. It is quoted, since a server chose it. */
function issuerWord(issuer: unknown): string {
  return typeof issuer === 'string' ? shellWord(displayUrl(issuer)) : '<url>'
}

/** The next steps in this program if the library asks for another value of an option. */
export function adviceOnOption(details: ErrorDetails, attempt: Attempt | undefined): NextSteps {
  const { option } = details
  const remedies = remediesIn(details)
  const out = remedies.length > 0 ? adviceOnRemedies(remedies, attempt) : {}
  if (typeof option !== 'string' || remedies.some((remedy) => remedy.option === option)) return out
  const { hint, commands } = advice[option]?.(details, attempt) ?? {}
  if (out.hint === undefined || hint === undefined) return { hint, commands, ...out }
  return { ...out, hint: `${out.hint} Else ${hint[0]?.toLowerCase()}${hint.slice(1)}` }
}

function register({ issuer, redirectUri, registration, takesDocuments }: ErrorDetails): string {
  const where = typeof registration === 'string' ? `at ${registration}` : 'there'
  const isKnown = typeof redirectUri === 'string'
  const back = isKnown
    ? `the redirect URI ${redirectUri}`
    : 'a redirect URI of this machine that it takes (--set redirectHost, redirectPort, redirectPath)'
  // The next sign-in may use another port.
  const port = isKnown && URL.canParse(redirectUri) ? new URL(redirectUri).port : usualPort
  const samePort = port === usualPort ? '' : ` --redirect-port ${port}`
  const document = takesDocuments
    ? ' Or publish a client metadata document, and sign in with --client-metadata-url <url>.'
    : ''
  return `Register an application ${where} with ${back}, and sign in with --client-id <id>${samePort}. If it comes with a secret, put that into FAST_AGENT_AUTH_CLIENT_SECRET and add --issuer ${issuerWord(issuer)}.${document}`
}
