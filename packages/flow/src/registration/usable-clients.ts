import type { Client, RegistrationForm } from '../protocol/client.ts'
import { missingScope } from '../protocol/scope.ts'
import { purposeOf } from './add-client.ts'
import { isPreRegistered, type RegistrationOptions } from './client-options.ts'
import { registeredName } from './registration-metadata.ts'

export interface OwnRegistrationOptions extends RegistrationOptions {
  /**
   * The resource (RFC 8707) that the client is for. Another resource has another client, so that the person is asked
   * again.
   */
  readonly resource?: string | undefined
  /** The scope of the sign-in. */
  readonly requestedScope?: string | undefined
  /** Called with a message when a response differs from the request and is used all the same. */
  readonly notify?: ((message: string) => void) | undefined
}

/**
 * The stored clients that this application may use for this resource. Other applications may share the store. A client
 * that a person has approved for one MCP server would get tokens for another one without a question.
 */
export function usableClients(clients: readonly Client[], options: OwnRegistrationOptions): readonly Client[] {
  if (options.registerAnew || isPreRegistered(options.client)) return []
  const name = registeredName(options.client)
  return clients.filter(
    (client) =>
      client.name === name && client.resource === options.resource && !client.retired && !hasExpired(client, options),
  )
}

/**
 * The form of the last registration that the server accepted for the same purpose. The answer to a client of another
 * MCP server says nothing about this one.
 */
export function acceptedForm(
  clients: readonly Client[],
  redirectUris: readonly string[],
  { client, resource, registerAnew }: OwnRegistrationOptions,
): RegistrationForm | undefined {
  if (registerAnew || isPreRegistered(client)) return undefined
  const purpose = purposeOf({ name: registeredName(client), resource, redirectUris })
  return clients.find((each) => purposeOf(each) === purpose)?.registeredAs
}

export function hasExpired({ secretExpiresAt }: Client, { now = Date.now }: RegistrationOptions): boolean {
  return secretExpiresAt !== undefined && secretExpiresAt <= now()
}

/** Whether a client may be granted a scope, or would not be granted more of it if it registered again. */
export function mayBeGranted({ scope, requestedScope }: Client, wanted: string | undefined): boolean {
  if (scope === undefined) return true
  return missingScope(missingScope(wanted, scope).join(' '), requestedScope).length === 0
}
