import { camelCase } from '@fast-agent-auth/config/options'
import { shownUrl } from '@fast-agent-auth/discovery/untrusted'
import type { ErrorDetails } from '../terminal/problem-of.ts'
import type { Attempt } from './attempt.ts'
import type { NextSteps } from './cli-error.ts'
import { commandLine, shellWord } from './command-line.ts'

const inFile = 'the auth block of the server in fast-agent.yaml'

/** A server may want more than a person reads before it is pasted. */
const longestScope = 200

type Advise = (details: ErrorDetails, attempt: Attempt | undefined) => NextSteps

/** By the option of the library that would help: how a person says the same to this program. */
const advice: Readonly<Record<string, Advise>> = {
  authorizationParams: () => ({ hint: `Leave it out of authorization_params in ${inFile}.` }),
  client: (details) => ({ hint: register(details) }),
  'client.id': (_, attempt) => ({
    hint: `If this program registered itself there, sign in again; else check --client-id, or client_id in ${inFile}.`,
    commands: attempt?.subject && [commandLine('login', attempt.subject, attempt)],
  }),
  'client.metadataUrl': () => ({
    hint: `Use one like https://example.com/client.json: as --client-metadata-url, as client_metadata_url in ${inFile}, or in FAST_AGENT_OAUTH_CLIENT_METADATA_URL.`,
  }),
  'client.secret': () => ({
    hint: `Put it into FAST_AGENT_AUTH_CLIENT_SECRET and sign in with --client-id and --issuer, or set client_secret in ${inFile}.`,
  }),
  'client.tokenEndpointAuthMethod': () => ({
    hint: `If it takes another, set client_id and token_endpoint_auth_method in ${inFile}.`,
  }),
  issuer: ({ issuer }, attempt) => {
    if (typeof issuer !== 'string') return { hint: `Name another with --issuer <url>, or as issuer in ${inFile}.` }
    const subject = attempt?.subject && { ...attempt.subject, issuer }
    const commands = subject && attempt && [commandLine('login', subject, attempt)]
    return { hint: `If it is, name it, here or as issuer in ${inFile}:`, commands }
  },
  'allow.http': ({ host }, attempt) => setting('If it has none but http', 'allow.http', textOf(host), attempt),
  'allow.legacyServers': (_, attempt) => setting('If you trust it', 'allow.legacy_servers', 'true', attempt),
  'allow.metadataOrigins': ({ origin }, attempt) =>
    setting('If you trust that origin', 'allow.metadata_origins', textOf(origin), attempt),
  'allow.networks': ({ network }, attempt) => setting('If that is meant', 'allow.networks', textOf(network), attempt),
  'allow.unadvertisedPkce': (_, attempt) =>
    setting('If you know that it does', 'allow.unadvertised_pkce', 'true', attempt),
  authorizationServer: () => ({
    hint: `Correct authorizationServer: behind --set, or as authorization_server in ${inFile}.`,
  }),
  'quirks.resourceParameter': (_, attempt) =>
    setting('If it does not know the parameter resource', 'quirks.resource_parameter', 'omit', attempt),
  scope: ({ scope }, attempt) => {
    if (typeof scope !== 'string' || scope.length > longestScope || !attempt?.subject)
      return { hint: `Ask for another scope with --scope, or as scope in ${inFile}.` }
    const command = commandLine('login', { ...attempt.subject, scope }, attempt)
    return { hint: 'If the server may have that, ask for it:', commands: [command] }
  },
}

/** How a setting is made for this once, and for good. A server may have chosen the value. */
function setting(condition: string, key: string, value: string | undefined, attempt: Attempt | undefined): NextSteps {
  const written = value === undefined || value.length > longestScope ? undefined : value
  const hint = `${condition}, sign in with it, or set auth.${key} of the server in fast-agent.yaml`
  if (written === undefined || !attempt?.subject) return { hint: `${hint}.` }
  const set = [...(attempt.subject.set ?? []), `${camelCase(key)}=${written}`]
  return { hint: `${hint}:`, commands: [commandLine('login', { ...attempt.subject, set }, attempt)] }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** The issuer as a word of a command: a server chose it. */
function issuerWord(issuer: unknown): string {
  return typeof issuer === 'string' ? shellWord(shownUrl(issuer)) : '<url>'
}

/** The next steps where that of the library is to set one of its options. */
export function adviceOnOption(details: ErrorDetails, attempt: Attempt | undefined): NextSteps {
  const { option } = details
  return typeof option === 'string' ? (advice[option]?.(details, attempt) ?? {}) : {}
}

function register({ issuer, redirectUri, registration, takesDocuments }: ErrorDetails): string {
  const where = typeof registration === 'string' ? `at ${registration}` : 'there'
  const back = typeof redirectUri === 'string' ? redirectUri : 'of this machine, such as http://127.0.0.1:3030/callback'
  const document = takesDocuments
    ? ' Or publish a client metadata document, and sign in with --client-metadata-url <url>.'
    : ''
  return `Register an application ${where} with the redirect URI ${back}, and sign in with --client-id <id>. If it comes with a secret, put that into FAST_AGENT_AUTH_CLIENT_SECRET and add --issuer ${issuerWord(issuer)}.${document}`
}
