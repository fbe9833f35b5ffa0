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
  /** The key under `auth` in `fast-agent.yaml`. `--set` takes it as it is, or in camel case. */
  readonly key: string
  /** The name among the options of `createAuth`, where it is one. */
  readonly name?: string | undefined
  /** The flag of the command line, where the setting has one. */
  readonly flag?: string | undefined
  readonly kind: OptionKind
  /** Whether it loosens a rule, or names who is trusted: then no file of another program may set it. */
  readonly effect?: 'loosens' | 'trusts' | undefined
  readonly default?: boolean | number | string | undefined
  /** The description, in one sentence. */
  readonly description: string
  /** More sentences, for an editor, which has room for them. */
  readonly more?: string | undefined
}
