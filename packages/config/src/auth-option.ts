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
  /** The key under `auth` in `fast-agent.yaml`. `--set` takes the key as it is, or in camel case. */
  readonly key: string
  /** The name of the option of `createAuth`, if there is one. */
  readonly name?: string | undefined
  /** The flag of the command line, if there is one. */
  readonly flag?: string | undefined
  readonly kind: OptionKind
  /** Set if the option loosens a rule or names who is trusted, so that files of other programs must not set it. */
  readonly effect?: 'loosens' | 'trusts' | undefined
  readonly default?: boolean | number | string | undefined
  /** The description, in one sentence. */
  readonly description: string
  /** More sentences, shown only by editors, which have room for them. */
  readonly more?: string | undefined
}
