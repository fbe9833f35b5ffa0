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
 * Refuses a server at which no sign-in can succeed.
 *
 * @returns the scope to request
 * @throws AuthorizationError `insecure_url`, `invalid_option`, or `invalid_request` where the request would be too long
 * or must be pushed; PkceError where the server does not support PKCE
 */
export function assertPossible(target: Target, options: AssertPossibleOptions): string | undefined {
  const { server, legacy } = target
  const quirk = quirksOf(server.issuer, options)
  assertEndpoints(target, options)
  assertNotPushed(server)
  // A server of MCP 2025-03-26 without metadata cannot announce PKCE.
  if (legacy !== 'default_endpoints') {
    const silent = server.codeChallengeMethodsSupported === undefined
    assertPkceSupported(server, { pkce: options.pkce ?? (silent ? quirk('pkce') : undefined) })
  }
  const scope = requestedScope(target, options, quirk)
  if (scope && scope.length > urlLimit) throw tooLong(server.authorizationEndpoint)
  return scope
}

/**
 * Refuses, before a browser opens, a server that requires pushed authorization requests, with the error code that it would
 * send (RFC 9126 §4).
 */
function assertNotPushed({ issuer, requirePushedAuthorizationRequests: isRequired }: AuthorizationServer): void {
  if (!isRequired) return
  const message = `${quoteUntrusted(issuer)} requires pushed authorization requests (RFC 9126), which are not supported here. No setting changes that.`
  throw new AuthorizationError('invalid_request', message)
}
