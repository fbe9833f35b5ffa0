export type { AuthorizationServer } from './authorization-server.ts'
export { type BearerChallenge, type Challenge, parseChallenges, selectBearerChallenge } from './challenge.ts'
export { configuredIssuer } from './configured-issuer.ts'
export { discover } from './discover.ts'
export {
  type AuthorizationServerOptions,
  authorizationServerMetadataUrls,
  discoverAuthorizationServer,
} from './discover-authorization-server.ts'
export type { AuthorizationServerMetadata, DiscoverOptions, PreviousSignIns } from './discover-options.ts'
export { type Attempt, DiscoveryError, type DiscoveryErrorCode } from './discovery-error.ts'
export { type DiscoveryEvent, discoveryEvents } from './discovery-event.ts'
export { createDocuments, type DocumentResult, type Documents, type DocumentsOptions } from './documents.ts'
export { isTarget } from './is-target.ts'
export type { SelectIssuer } from './named-server.ts'
export { noMcpServerError, type UnexpectedAnswer, usualEndpoints } from './no-mcp-server-error.ts'
export type { Notice } from './notice.ts'
export {
  discoverProtectedResource,
  type ProtectedResource,
  type ProtectedResourceOptions,
  protectedResourceMetadataUrls,
} from './protected-resource.ts'
export { type QuirkProfile, type Quirks, quirkProfiles } from './quirk-profiles.ts'
export { findQuirkProfile, type QuirkEvent, type QuirkLookup, type QuirksOptions, quirksOf } from './quirks.ts'
export { isSameIssuer, isSpellingOf } from './same-issuer.ts'
export type { Target } from './target.ts'
export { type AddressClass, addressClass } from './untrusted/address-class.ts'
export type { ErrorDetails } from './untrusted/error-parts.ts'
export { parseObject } from './untrusted/json-values.ts'
export { isBlockedByPolicy, isTransient, networkReason } from './untrusted/network-failure.ts'
export { displayUrl, quoteUntrusted } from './untrusted/quote-untrusted.ts'
export { readText } from './untrusted/read-body.ts'
export { tell } from './untrusted/tell.ts'
export {
  allNetworks,
  allowedNetworks,
  isLoopback,
  type Network,
  networksOf,
  refuseEndpoint,
  refuseUrl,
  type UrlPolicy,
} from './untrusted/url-policy.ts'
