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
  /** The URL of the MCP server, as it was given to `createAuth`. */
  readonly serverUrl: string
  /**
   * Sends requests with tokens to the origin of `serverUrl`, and all others unchanged; refreshes, and with
   * `interactive` asks a person to sign in. An MCP SDK needs nothing else. It may replace the global `fetch`; then it
   * sends by the `fetch` that was global when `createAuth` was called.
   *
   * @throws AuthError `login_required` where only a person can help: its `challenge` is for `login` or `begin`;
   * `insufficient_scope` where no sign-in can bring the scope that the server wants
   */
  readonly fetch: typeof globalThis.fetch
  /**
   * Asks a person to sign in, in a browser. Without `force`, returns at once if usable tokens that match the options
   * are stored.
   *
   * @example
   * const auth = createAuth('https://mcp.example.com/mcp')
   * const { prompted, scope } = await auth.login()
   */
  login(options?: LoginOptions): Promise<SignIn>
  /** Ends a sign-in that is under way, revokes the tokens at the server, and deletes them even if the server does not answer. */
  logout(options?: { readonly signal?: AbortSignal | undefined }): Promise<SignOut>
  /** The state of the stored sign-in. Nothing is sent. */
  status(): Promise<Status>
  /**
   * The first half of a sign-in for a web application: `url`, the page of the authorization server to send the browser
   * to, and `pending`, which is secret and plain JSON. Keep `pending` on the server in the person's session, at most 15
   * minutes, and delete it before `finish`.
   */
  begin(options: BeginOptions): Promise<AuthorizationRequest>
  /**
   * The second half, which any process may run: it exchanges the code, and stores the tokens before it resolves.
   *
   * @param callback the whole redirect URL at which the browser came back, with its query
   * @throws AuthError `state_mismatch` where the sign-in was begun for another server, account or browser; `timed_out` after
   * 15 minutes; `access_denied` where the person declined; `invalid_option` where `pending` is not what `begin` returned
   */
  finish(
    pending: PendingSignIn,
    callback: URL | string,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<SignIn>
  /** Removes from a text, for a log of your own, the secrets that this object has seen. Its events and errors hold none. */
  redact(text: string): string
  /** Ends a sign-in that is under way, and its listener: callers that wait get the error `closed`. Tokens stay stored. */
  close(): Promise<void>
}

export interface LoginOptions extends Omit<SessionLoginOptions, 'scope'> {
  /**
   * The scope, or list of scopes, to ask for this time, instead of the option `scope`. Scopes that were asked for
   * before are kept.
   */
  readonly scope?: string | readonly string[] | undefined
}

export interface BeginOptions extends Omit<Parameters<Session['begin']>[0], 'scope'>, Pick<LoginOptions, 'scope'> {}
