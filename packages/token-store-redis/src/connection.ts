/** A connection that commands are sent through. */
export interface Connection {
  /** The name for messages, without credentials. */
  readonly name: string
  /**
   * Loads the client library. This is separate from `send`, so that the loading time does not count as Redis's time.
   */
  load(): Promise<void>
  /** Sends one command and returns its reply. */
  send(command: readonly string[]): Promise<unknown>
  /** Reports that no replies come, so that a connection of this package is replaced at the next command. */
  giveUp(): void
}
