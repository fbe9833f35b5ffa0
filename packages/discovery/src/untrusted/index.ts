export { type AddressClass, addressClass } from './address-class.ts'
export { advise, noSetting, type Remedy, remediesOf, tellOperator } from './advise.ts'
export { type ErrorDetails, type ErrorParts, partsOf } from './error-parts.ts'
export { createFetchLoopGuard, type FetchLoopGuard } from './fetch-loop-guard.ts'
export { replaceHidden } from './hidden-characters.ts'
export { isResourceOf } from './is-resource-of.ts'
export { isJsonObject, isStrings, type JsonObject, parseObject } from './json-values.ts'
export { optionFor } from './option-for.ts'
export { displayQuery, parameterNames } from './parameter-names.ts'
export { displayUrl, quoteUntrusted, urlLiteral } from './quote-untrusted.ts'
export { readText } from './read-body.ts'
export { isWithinOrigin, redirectLimit, redirectLocation } from './redirects.ts'
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
