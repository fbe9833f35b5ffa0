import type { StoreAddress } from '../src/open-shared-store.ts'

/** A program that uses an MCP server and shares its sign-in with other processes of its kind. */
export interface Application {
  /** Signs in, with a browser that agrees at once. */
  signIn(): Promise<void>
  /** Connects with the tokens that are there. */
  connect(): Promise<void>
  /** Lets the time of its stored tokens be over, where its clock is not this process's. */
  passTime?(): Promise<void>
  /** Calls the tool that adds two numbers. */
  add(a: number, b: number): Promise<number>
  /** How often it has opened a browser that nobody answers. */
  windows(): Promise<number>
  close(): Promise<void>
}

export interface ApplicationOptions {
  readonly url: string
  readonly store: StoreAddress
}
