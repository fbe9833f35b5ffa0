/** The kind of value that an option takes. */
export type OptionKind =
  | 'account'
  | 'auth_method'
  | 'boolean'
  | 'document'
  | 'document_url'
  | 'hosts'
  | 'issuer'
  | 'networks'
  | 'origins'
  | 'parameters'
  | 'redirect_host'
  | 'redirect_path'
  | 'redirect_port'
  | 'redis_url'
  | 'scope'
  | 'store'
  | 'text'

/** A setting of a sign-in, by its three names. */
export interface AuthOption {
  /** Under `auth` in `fast-agent.yaml`; behind `--set` as it is, or in camel case. */
  readonly key: string
  /** Among the options of `createAuth`, where it is one. */
  readonly name?: string | undefined
  /** Of the command line, where it has a flag of its own. */
  readonly flag?: string | undefined
  readonly kind: OptionKind
  /** Whether it loosens a rule, or names who is trusted: then no file of another program may set it. */
  readonly effect?: 'loosens' | 'trusts' | undefined
  readonly default?: boolean | number | string | undefined
  /** One sentence. */
  readonly description: string
  /** Sentences for an editor, which has the room. */
  readonly more?: string | undefined
}

/** All settings of a sign-in. Data alone, which loads nothing: the help, the schema and the documents are made of it. */
export const authOptions = [
  { key: 'oauth', kind: 'boolean', default: true, description: 'Whether to sign in at all.' },
  {
    key: 'redirect_port',
    name: 'redirect.port',
    flag: '--redirect-port <port>',
    kind: 'redirect_port',
    default: 3030,
    description: 'The port to come back to, 0 for any.',
  },
  {
    key: 'redirect_path',
    name: 'redirect.path',
    kind: 'redirect_path',
    default: '/callback',
    description: 'The path to come back to, as a browser sends it.',
  },
  {
    key: 'redirect_host',
    name: 'redirect.host',
    kind: 'redirect_host',
    description: 'The host to come back to.',
    more: 'Default: 127.0.0.1, or what is known of the authorization server.',
  },
  {
    key: 'scope',
    name: 'scope',
    flag: '--scope <scope>',
    kind: 'scope',
    description: 'The scope to ask for, and no other.',
    more: 'A list is joined by blanks. Default: what the server names.',
  },
  {
    key: 'persist',
    name: 'store',
    flag: '--store <where>',
    kind: 'store',
    default: 'keyring',
    description: 'Where sign-ins are kept: keyring, file or redis.',
    more: 'Files are encrypted. In a configuration also memory: until the program ends.',
  },
  {
    key: 'client_metadata_url',
    name: 'client.metadataUrl',
    flag: '--client-metadata-url <url>',
    kind: 'document_url',
    description: 'A client ID metadata document of yours.',
    more: 'An https URL with a path. Used where the server takes one.',
  },
  {
    key: 'client_id',
    name: 'client.id',
    flag: '--client-id <id>',
    kind: 'text',
    description: 'A client that you registered yourself, by its id.',
  },
  {
    key: 'client_secret',
    name: 'client.secret',
    kind: 'text',
    description: 'Its secret, which needs client_id, and issuer, to which alone it is sent.',
    more: 'Better in fast-agent.secrets.yaml or a variable.',
  },
  {
    key: 'token_endpoint_auth_method',
    name: 'client.tokenEndpointAuthMethod',
    kind: 'auth_method',
    description: 'How that client authenticates.',
    more: 'Default: with a secret what the server takes, else none.',
  },
  {
    key: 'issuer',
    name: 'issuer',
    flag: '--issuer <url>',
    kind: 'issuer',
    effect: 'trusts',
    description: 'The authorization server, whether the MCP server names one or not.',
    more: 'An https URL; http only on this machine.',
  },
  {
    key: 'authorization_server',
    name: 'authorizationServer',
    kind: 'document',
    effect: 'trusts',
    description: 'The metadata of the authorization server (RFC 8414), where none is published.',
    more: 'In the names of that document: issuer, authorization_endpoint, token_endpoint.',
  },
  {
    key: 'authorization_params',
    name: 'authorizationParams',
    kind: 'parameters',
    description: 'More parameters for the authorization URL, such as prompt: consent.',
  },
  {
    key: 'allow.http',
    name: 'allow.http',
    kind: 'hosts',
    effect: 'loosens',
    description: 'Exact hosts that may be asked over http, which must be in a private network or on this machine.',
  },
  {
    key: 'allow.networks',
    name: 'allow.networks',
    kind: 'networks',
    effect: 'loosens',
    description: "Networks in which what the server names may be, besides everybody's and its own.",
    more: "private for an authorization server in a company's network.",
  },
  {
    key: 'allow.metadata_origins',
    name: 'allow.metadataOrigins',
    kind: 'origins',
    effect: 'loosens',
    description: "Origins, besides the server's own, from which it may name its resource metadata.",
  },
  {
    key: 'allow.unadvertised_pkce',
    name: 'allow.unadvertisedPkce',
    kind: 'boolean',
    effect: 'loosens',
    description: 'Whether the authorization server knows PKCE, although its metadata does not say so.',
    more: 'Default: false.',
  },
  {
    key: 'allow.legacy_servers',
    name: 'allow.legacyServers',
    kind: 'boolean',
    effect: 'loosens',
    description: 'Whether a server of MCP 2025-03-26, without resource metadata, is served.',
    more: 'Default: true.',
  },
  {
    key: 'account',
    name: 'account',
    flag: '--account <name>',
    kind: 'account',
    description: 'Whose sign-in this is, where there are several.',
  },
  {
    key: 'redis_url',
    name: 'store',
    flag: '--redis-url <url>',
    kind: 'redis_url',
    description: 'The Redis to keep sign-ins in.',
    more: 'For persist: redis, such as redis://localhost:6379.',
  },
] as const

export type AuthKey = (typeof authOptions)[number]['key']

const structured: readonly OptionKind[] = ['document', 'hosts', 'networks', 'origins', 'parameters', 'scope']

const all: readonly AuthOption[] = authOptions

/** The keys whose value may be a mapping or a list. */
export const structuredKeys: readonly string[] = all
  .filter(({ kind }) => structured.includes(kind))
  .map(({ key }) => key)
