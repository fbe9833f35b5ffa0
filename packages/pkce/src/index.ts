export { assertPkceSupported, type PkcePolicy, type PkceSupport } from './assert-pkce-supported.ts'
export { createPkce, type Pkce } from './pkce.ts'
export { PkceError } from './pkce-error.ts'
