/** One of the four clients, with all that it keeps between two runs. */
export interface Client {
  /** A person signs in, and one call is answered. Rejects else. */
  signIn(again?: boolean): Promise<unknown>
  /** One call is answered, and nobody is asked. Rejects else. */
  call(): Promise<unknown>
}
