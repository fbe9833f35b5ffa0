/** Internal parts that a request with a good token needs, so that a bundle loads the others only for a sign-in. */
export { type BearerChallenge, selectBearerChallenge } from './challenge.ts'
export { DiscoveryError } from './discovery-error.ts'
export { configuredIssuer, isSpellingOf } from './issuer.ts'
