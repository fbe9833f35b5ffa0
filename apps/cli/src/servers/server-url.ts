import { allNetworks, refuseUrl } from '@fast-agent-auth/discovery/untrusted'
import { CliError, exitCodes } from '../errors/cli-error.ts'

/** A URL that was typed without its scheme, with it: http on this machine, and https elsewhere. */
export function withScheme(text: string): string {
  return `${/^(?:localhost|[\w.-]+\.localhost|127(?:\.\d+){3}|\[::1\])(?=[:/?#]|$)/i.test(text) ? 'http' : 'https'}://${text}`
}

/** The URL of an MCP server as it was typed: https, or http on this machine. */
export function parseServerUrl(text: string): string {
  const refusal = refuseUrl(text, { networks: allNetworks })
  // Not repeated: it may hold a password.
  if (refusal)
    throw new CliError(exitCodes.usage, `The URL of the server ${refusal}.`, {
      hint: 'Write it like https://mcp.example.com/mcp',
    })
  return text
}
