/** A connection that commands are sent through. */
export interface Connection {
  /** The name for messages, without credentials. */
  readonly name: string
  /** Loads the client library, apart from sending: its loading time must not count as Redis's time. */
  load(): Promise<void>
  /** Sends one command and gives its reply. */
  send(command: readonly string[]): Promise<unknown>
  /** Reports that replies do not come: a connection of this package is then replaced at the next command. */
  giveUp(): void
}
