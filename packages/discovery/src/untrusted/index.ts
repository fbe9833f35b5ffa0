export { type AddressClass, addressClass } from './address-class.ts'
export { isRefusal, isTransient, networkReason, parseObject, readText } from './network.ts'
export { shown, shownUrl } from './shown.ts'
export {
  allNetworks,
  isLoopback,
  type Network,
  networksBeside,
  networksOf,
  refuseEndpoint,
  refuseUrl,
  type UrlPolicy,
} from './url-policy.ts'
