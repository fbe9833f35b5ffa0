const authSeamEscape = Symbol.for('mcp.authSeamEscape')

/** Marks an error, so that the version negotiation of MCP SDK v2 passes it on to the caller. */
export function letThroughSdk(error: unknown): unknown {
  if (error instanceof Error && Object.isExtensible(error))
    Object.defineProperty(error, authSeamEscape, { value: true, configurable: true })
  return error
}
