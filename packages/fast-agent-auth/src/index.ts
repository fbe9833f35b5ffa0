export type { AuthEvent, StoreFallback } from './auth-event.ts'
export { type Auth, type AuthBeginOptions, type AuthOptions, createAuth, type RedirectOptions } from './create-auth.ts'
export { keyFromKeychain } from './key-from-keychain.ts'
export { type OpenBrowserOptions, openBrowser } from './open-browser.ts'
