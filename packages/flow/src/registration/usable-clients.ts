import type { Client, RegistrationForm } from '../protocol/client.ts'
import { missingScope } from '../protocol/scope.ts'
import { isPreRegistered, type RegistrationOptions } from './client-options.ts'
import { useOf } from './kept-clients.ts'
import { registeredName } from './registration-metadata.ts'

export interface OwnRegistrationOptions extends RegistrationOptions {
  /** The resource (RFC 8707) that the client is for: another one has another client, and the person is asked again. */
  readonly resource?: string | undefined
  /** The scope that will be asked for. */
  readonly requestedScope?: string | undefined
  /** Hears of an answer that is not what was asked for, and is used. */
  readonly notify?: ((message: string) => void) | undefined
}

/**
 * Of what is kept, what this application may use for this resource. Other applications may share the store; and a client
 * that a person has agreed to for one MCP server would get tokens for another without a question.
 */
export function usableClients(kept: readonly Client[], options: OwnRegistrationOptions): readonly Client[] {
  if (options.registerAnew || isPreRegistered(options.client)) return []
  const name = registeredName(options.client)
  return kept.filter(
    (client) =>
      client.name === name && client.resource === options.resource && !client.retired && !hasExpired(client, options),
  )
}

/** The form in which the server took the last one for the same use: how it takes another MCP server's says nothing of it. */
export function acceptedForm(
  kept: readonly Client[],
  redirectUris: readonly string[],
  { client, resource, registerAnew }: OwnRegistrationOptions,
): RegistrationForm | undefined {
  if (registerAnew || isPreRegistered(client)) return undefined
  const use = useOf({ name: registeredName(client), resource, redirectUris })
  return kept.find((each) => useOf(each) === use)?.registeredAs
}

export function hasExpired({ secretExpiresAt }: Client, { now = Date.now }: RegistrationOptions): boolean {
  return secretExpiresAt !== undefined && secretExpiresAt <= now()
}

/** Whether a registration may be granted a scope, or would not be although it were made anew for that. */
export function mayBeGranted({ scope, requestedScope }: Client, wanted: string | undefined): boolean {
  if (scope === undefined) return true
  return missingScope(missingScope(wanted, scope).join(' '), requestedScope).length === 0
}
