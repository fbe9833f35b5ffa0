export {
  type AuthorizationServer,
  type AuthorizationServerOptions,
  authorizationServerMetadataUrls,
  discoverAuthorizationServer,
} from './authorization-server.ts'
export { type BearerChallenge, type Challenge, parseChallenges, selectBearerChallenge } from './challenge.ts'
export { type DiscoverOptions, discover } from './discover.ts'
export { type Attempt, DiscoveryError, type DiscoveryErrorCode } from './discovery-error.ts'
export { type DiscoveryEvent, discoveryEvents } from './discovery-event.ts'
export { type Answer, createDocuments, type Documents, type DocumentsOptions } from './documents.ts'
export { isTarget } from './is-target.ts'
export type { SelectIssuer } from './named-server.ts'
export { noServerAt, type RefusedAnswer, usualEndpoints } from './no-server-at.ts'
export {
  discoverProtectedResource,
  type ProtectedResource,
  type ProtectedResourceOptions,
  protectedResourceMetadataUrls,
} from './protected-resource.ts'
export { type QuirkProfile, type Quirks, quirkProfiles } from './quirk-profiles.ts'
export { findQuirkProfile, type QuirkEvent, type QuirkLookup, type QuirksOptions, quirksOf } from './quirks.ts'
export { isSameIssuer } from './same-issuer.ts'
export type { Target } from './target.ts'
export { type AddressClass, addressClass } from './untrusted/address-class.ts'
export type { ErrorDetails } from './untrusted/error-parts.ts'
export { isRefusal, isTransient, networkReason, parseObject, readText } from './untrusted/network.ts'
export { shown, shownUrl } from './untrusted/shown.ts'
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
