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
  | 'omit'
  | 'origins'
  | 'parameters'
  | 'redirect_host'
  | 'redirect_path'
  | 'redirect_port'
  | 'redis_url'
  | 'repeat'
  | 'resource'
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
