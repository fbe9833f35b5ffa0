/** One of the four clients, with all that it keeps between two runs. */
export interface Client {
  /** A person signs in, and one call is answered. Rejects else. */
  signIn(again?: boolean): Promise<unknown>
  /** One call is answered, and nobody is asked. Rejects else. */
  call(): Promise<unknown>
  /** A call of a tool that needs more scope is answered, and the person is asked. Rejects else. */
  callMore(): Promise<unknown>
}
