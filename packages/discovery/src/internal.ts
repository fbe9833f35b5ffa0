/**
 * The parts of this package that other packages of Fast Agent Auth use. It promises nothing: each name may change, or go, in
 * any release.
 */
export { configuredIssuer } from './configured-issuer.ts'
export { discoveryEvents } from './discovery-event.ts'
export { createDocuments, type DocumentResult, type Documents, type DocumentsOptions } from './documents.ts'
export { isTarget } from './is-target.ts'
export { noMcpServerError, type UnexpectedAnswer, usualEndpoints } from './no-mcp-server-error.ts'
export { findQuirkProfile, type QuirkLookup, quirksOf } from './quirks.ts'
export { isSpellingOf } from './same-issuer.ts'
