export { type AddressClass, addressClass } from './address-class.ts'
export { advise, noSetting, type Remedy, remediesOf, tellOperator } from './advise.ts'
export { type ErrorDetails, type ErrorParts, partsOf } from './error-parts.ts'
export { hiddenCharacters } from './hidden-characters.ts'
export { isResourceOf } from './is-resource-of.ts'
export { knownLoginProxy, loginPage, loginProxy } from './login-proxy.ts'
export {
  codeFailure,
  isRefusal,
  isTransient,
  type NetworkFailure,
  networkFailure,
  networkReason,
  parseObject,
  readText,
} from './network.ts'
export { optionFor } from './option-for.ts'
export { parameterNames, shownQuery } from './parameter-names.ts'
export { type ProxySetting, proxyFailure, proxyOf, unreadableProxy } from './proxy.ts'
export { displayUrl, quoteUntrusted, urlLiteral } from './quote-untrusted.ts'
export { retryAfter, tryAgain } from './retry-after.ts'
export { tell } from './tell.ts'
export {
  allNetworks,
  isHttpHost,
  isInside,
  isLoopback,
  type Network,
  networksBeside,
  networksOf,
  refuseEndpoint,
  refuseUrl,
  type UrlPolicy,
} from './url-policy.ts'
export { createWayOut, type WayOut } from './way-out.ts'
export { withBody } from './with-body.ts'
