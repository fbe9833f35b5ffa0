export {
  type AuthorizationServer,
  type AuthorizationServerOptions,
  authorizationServerMetadataUrls,
  discoverAuthorizationServer,
} from './authorization-server.ts'
export { type BearerChallenge, type Challenge, parseChallenges, selectBearerChallenge } from './challenge.ts'
export { type DiscoverOptions, type DiscoveryEvent, discover, type Target } from './discover.ts'
export { type Attempt, DiscoveryError, type DiscoveryErrorCode } from './discovery-error.ts'
export { type Answer, createDocuments, type Documents, type DocumentsOptions } from './documents.ts'
export { isTransient, networkReason, parseObject, readText } from './network.ts'
export {
  discoverProtectedResource,
  type ProtectedResource,
  type ProtectedResourceOptions,
  protectedResourceMetadataUrls,
} from './protected-resource.ts'
export { isSameIssuer } from './same-issuer.ts'
export { shown } from './shown.ts'
export { isLoopback, refuseUrl, type UrlPolicy } from './url-policy.ts'
