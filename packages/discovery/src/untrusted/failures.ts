// Failed requests to a stranger: the reason, and the next step.
export { knownLoginProxy, loginPage, loginProxy } from './login-proxy.ts'
export {
  codeFailure,
  isBlockedByPolicy,
  isTransient,
  type NetworkFailure,
  networkFailure,
  networkReason,
} from './network-failure.ts'
export { type ProxySetting, proxyFailure, proxyOf, unreadableProxy } from './proxy.ts'
export { type RequestFailure, type RequestLimits, requestWithin } from './request-within.ts'
export { retryAfter, tryAgain } from './retry-after.ts'
