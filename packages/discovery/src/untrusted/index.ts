export { type AddressClass, addressClass } from './address-class.ts'
export { advise, noSetting, type Remedy, remediesOf, tellOperator } from './advise.ts'
export { type ErrorDetails, type ErrorParts, partsOf } from './error-parts.ts'
export { createFetchLoopGuard, type FetchLoopGuard } from './fetch-loop-guard.ts'
export { hiddenCharacters } from './hidden-characters.ts'
export { isResourceOf } from './is-resource-of.ts'
export { isJsonObject, isStrings, type JsonObject, parseObject } from './json-values.ts'
export { knownLoginProxy, loginPage, loginProxy } from './login-proxy.ts'
export {
  codeFailure,
  isBlockedByPolicy,
  isTransient,
  type NetworkFailure,
  networkFailure,
  networkReason,
} from './network-failure.ts'
export { optionFor } from './option-for.ts'
export { displayQuery, parameterNames } from './parameter-names.ts'
export { type ProxySetting, proxyFailure, proxyOf, unreadableProxy } from './proxy.ts'
export { displayUrl, quoteUntrusted, urlLiteral } from './quote-untrusted.ts'
export { readText } from './read-body.ts'
export { isWithinOrigin, redirectLimit, redirectLocation } from './redirects.ts'
export { type RequestFailure, type RequestLimits, requestWithin } from './request-within.ts'
export { retryAfter, tryAgain } from './retry-after.ts'
export { tell } from './tell.ts'
export {
  allNetworks,
  allowedNetworks,
  isHttpHost,
  isLoopback,
  isPrivateOrLoopback,
  type Network,
  networksOf,
  refuseEndpoint,
  refuseUrl,
  type UrlPolicy,
} from './url-policy.ts'
export { withBody } from './with-body.ts'
