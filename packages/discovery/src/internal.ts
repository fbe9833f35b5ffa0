/**
 * The parts of this package that other packages of Fast Agent Auth use. It promises nothing: each name may change, or go, in
 * any release.
 */
export { discoveryEvents } from './discovery-event.ts'
export { isTarget } from './is-target.ts'
export { noMcpServerError, usualEndpoints } from './no-mcp-server-error.ts'
export { findQuirkProfile, type QuirkLookup, quirksOf } from './quirks.ts'
