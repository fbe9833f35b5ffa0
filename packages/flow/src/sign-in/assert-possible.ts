import type { AuthorizationServer, Quirks, Target } from '@fast-agent-auth/discovery'
import { quirksOf } from '@fast-agent-auth/discovery/internal'
import { quoteUntrusted, type UrlPolicy } from '@fast-agent-auth/discovery/untrusted'
import { assertPkceSupported, type PkcePolicy } from '@fast-agent-auth/pkce'
import { AuthorizationError } from '../authorization-error.ts'
import type { FlowEvent } from '../events.ts'
import { assertEndpoints } from './assert-endpoints.ts'
import { tooLong, urlLimit } from './authorization-url.ts'
import { type RequestedScopeOptions, requestedScope } from './requested-scope.ts'

export interface AssertPossibleOptions extends RequestedScopeOptions, PkcePolicy, UrlPolicy {
  readonly quirks?: Quirks | false | undefined
  readonly onEvent?: ((event: FlowEvent) => void) | undefined
}

/**
 * Refuses a server at which no sign-in could be made, whoever is asked.
 *
 * @returns the scope to ask for
 * @throws AuthorizationError (`invalid_request` where the request is to be pushed), or PkceError where the server does not
 * support PKCE
 */
export function assertPossible(target: Target, options: AssertPossibleOptions): string | undefined {
  const { server, legacy } = target
  const quirk = quirksOf(server.issuer, options)
  assertEndpoints(target, options)
  assertNotPushed(server)
  // Servers of MCP 2025-03-26 without metadata have nowhere to say that they support PKCE.
  if (legacy !== 'default_endpoints') {
    const silent = server.codeChallengeMethodsSupported === undefined
    assertPkceSupported(server, { pkce: options.pkce ?? (silent ? quirk('pkce') : undefined) })
  }
  const scope = requestedScope(target, options, quirk)
  if (scope && scope.length > urlLimit) throw tooLong(server.authorizationEndpoint)
  return scope
}

/** In the server's own word for a request that was not pushed (RFC 9126 §4): no window opens for it. */
function assertNotPushed({ issuer, requirePushedAuthorizationRequests: isRequired }: AuthorizationServer): void {
  if (!isRequired) return
  const message = `${quoteUntrusted(issuer)} takes no authorization request that was not pushed to it before (RFC 9126), which is not supported here. No setting changes that.`
  throw new AuthorizationError('invalid_request', message)
}
