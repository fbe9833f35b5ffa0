/** The newest revision of MCP that is spoken here. */
export const protocolVersion = '2026-07-28'
