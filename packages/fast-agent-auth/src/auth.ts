import type {
  AuthorizationRequest,
  PendingSignIn,
  Session,
  LoginOptions as SessionLoginOptions,
  SignIn,
  SignOut,
  Status,
  TokenSource,
} from '@fast-agent-auth/flow'

/** OAuth for one MCP server and account. No member gives out a refresh token. */
export interface Auth extends TokenSource {
  readonly serverUrl: string
  /**
   * Sends tokens, refreshes and signs in: the whole plug-in for every MCP SDK. It may stand in place of the global `fetch`,
   * by which it sends: then that of the time of `createAuth` is used.
   */
  readonly fetch: typeof globalThis.fetch
  /**
   * Asks a person to sign in, in a browser. Returns at once where usable tokens are stored that are what the options ask
   * for, unless `force`.
   *
   * @example
   * const auth = createAuth('https://mcp.example.com/mcp')
   * const { prompted, scope } = await auth.login()
   */
  login(options?: LoginOptions): Promise<SignIn>
  /** Ends a sign-in that is under way, revokes the tokens at the server and deletes them, also where it does not answer. */
  logout(options?: { readonly signal?: AbortSignal | undefined }): Promise<SignOut>
  status(): Promise<Status>
  /** The first half of a sign-in for a web application: the URL to send the browser to, and what to remember for it. */
  begin(options: BeginOptions): Promise<AuthorizationRequest>
  /**
   * The second half, in any process: exchanges the code and stores the tokens before it resolves.
   *
   * @param callback the whole URL to which the browser was sent
   */
  finish(
    pending: PendingSignIn,
    callback: URL | string,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<SignIn>
  /** A text without the secrets that this object has seen, as its events and errors are: for a log of your own. */
  redact(text: string): string
  /** Ends a sign-in that is under way, and its listener: who waits for it is told `closed`. Tokens stay. */
  close(): Promise<void>
}

export interface LoginOptions extends Omit<SessionLoginOptions, 'scope'> {
  /**
   * The scope to ask for this time, or a list of scopes, together with what was asked for before, instead of those in the
   * options.
   */
  readonly scope?: string | readonly string[] | undefined
}

export interface BeginOptions extends Omit<Parameters<Session['begin']>[0], 'scope'>, Pick<LoginOptions, 'scope'> {}
