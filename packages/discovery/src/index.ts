export type { AuthorizationServer } from './authorization-server.ts'
export { type BearerChallenge, type Challenge, parseChallenges, selectBearerChallenge } from './challenge.ts'
export { discover } from './discover.ts'
export {
  type AuthorizationServerOptions,
  authorizationServerMetadataUrls,
  discoverAuthorizationServer,
} from './discover-authorization-server.ts'
export type { AuthorizationServerMetadata, DiscoverOptions, PreviousSignIns } from './discover-options.ts'
export { type Attempt, DiscoveryError, type DiscoveryErrorCode } from './discovery-error.ts'
export type { DiscoveryEvent } from './discovery-event.ts'
export { isSameIssuer } from './issuer.ts'
export type { SelectIssuer } from './named-server.ts'
export type { NoticeEvent } from './notice.ts'
export {
  discoverProtectedResource,
  type ProtectedResource,
  type ProtectedResourceOptions,
  protectedResourceMetadataUrls,
} from './protected-resource.ts'
export { type QuirkProfile, type Quirks, quirkProfiles } from './quirk-profiles.ts'
export type { QuirksOptions } from './quirks.ts'
export type { Target } from './target.ts'
export type { ErrorDetails } from './untrusted/error-parts.ts'
export type { Network, UrlPolicy } from './untrusted/url-policy.ts'
