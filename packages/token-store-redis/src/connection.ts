/** What commands are sent through. */
export interface Connection {
  /** How it is called in messages, without credentials. */
  readonly name: string
  /** Loads what commands are sent by: a busy machine takes its time, which is none that Redis takes. */
  load(): Promise<void>
  /** Sends one command and gives its reply. */
  send(command: readonly string[]): Promise<unknown>
  /** Says that replies fail to come: where the connection is ours, the next command opens another one. */
  giveUp(): void
}
