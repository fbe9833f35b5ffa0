export type { AuthorizationServer } from './authorization-server.ts'
export { type BearerChallenge, type Challenge, parseChallenges, selectBearerChallenge } from './challenge.ts'
export { chosenIssuer } from './chosen-issuer.ts'
export { discover } from './discover.ts'
export {
  type AuthorizationServerOptions,
  authorizationServerMetadataUrls,
  discoverAuthorizationServer,
} from './discover-authorization-server.ts'
export type { AuthorizationServerMetadata, DiscoverOptions, Kept } from './discover-options.ts'
export { type Attempt, DiscoveryError, type DiscoveryErrorCode } from './discovery-error.ts'
export { type DiscoveryEvent, discoveryEvents } from './discovery-event.ts'
export { type Answer, createDocuments, type Documents, type DocumentsOptions } from './documents.ts'
export { isTarget } from './is-target.ts'
export type { SelectIssuer } from './named-server.ts'
export { noServerAt, type RefusedAnswer, usualEndpoints } from './no-server-at.ts'
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
export { isRefusal, isTransient, networkReason, parseObject, readText } from './untrusted/network.ts'
export { displayUrl, quoteUntrusted } from './untrusted/quote-untrusted.ts'
export { tell } from './untrusted/tell.ts'
export {
  allNetworks,
  isLoopback,
  type Network,
  networksBeside,
  networksOf,
  refuseEndpoint,
  refuseUrl,
  type UrlPolicy,
} from './untrusted/url-policy.ts'
