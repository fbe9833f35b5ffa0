import type { MockServer, MockServerOptions, Override } from '@fast-agent-auth/mock-server'
import type { AuthOptions } from 'fast-agent-auth'

/** The clients that meet each server: the official SDKs, a program with our library, a person with our CLI. */
export type ClientName = 'v1' | 'v2' | 'library' | 'cli'

export type Outcome = 'in' | 'out'

/**
 * The work of a row, and when it is `in`.
 * - login: a person signs in, and one call is answered
 * - again: the same person signs in once more, and one call is answered
 * - call: signed in before; one call is answered, and nobody is asked
 * - refresh: signed in before, the access token has expired; one call is answered, and nobody is asked
 * - passing: signed in before; the oddity meets one call and passes; the next call is answered, and nobody is asked
 * - more: signed in before; a call needs more scope, the person agrees, and it is answered
 * - dead: signed in before, nothing of it is good any more; a person who signs in gets one call answered
 */
export type Work = 'login' | 'again' | 'call' | 'refresh' | 'passing' | 'more' | 'dead'

export type Odd = (mock: MockServer) => Override

/** An oddity of a server, and who gets in all the same. */
export interface Row extends RowOptions {
  readonly work: Work
  readonly name: string
  readonly expected: Readonly<Record<ClientName, Outcome>>
}

export interface RowOptions {
  readonly server?: MockServerOptions | undefined
  /** The oddity from the start. */
  readonly odd?: Odd | undefined
  /** The oddity after the first sign-in. */
  readonly later?: Odd | undefined
  /** A client that somebody registered by hand. */
  readonly client?: { readonly id: string; readonly secret: string } | undefined
  /** The rule of security by which we are out where an SDK is in. */
  readonly rule?: string | undefined
  /** The setting that lets us in, for those who know better. */
  readonly option?: Option | undefined
}

export interface Option {
  readonly library: AuthOptions
  readonly cli: readonly string[]
}

/** Rows of one work. */
export const rowsOf =
  (work: Work) =>
  (name: string, expected: Row['expected'], options: RowOptions = {}): Row => ({ work, name, expected, ...options })
