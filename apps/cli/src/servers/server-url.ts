import { allNetworks, isLoopback, optionFor, refuseUrl } from '@fast-agent-auth/discovery/untrusted'
import { CliError, exitCodes } from '../errors/cli-error.ts'

/** Adds the scheme to a URL that was typed without it: http on this machine, https elsewhere. */
export function withScheme(text: string): string {
  const url = `http://${text}`
  return URL.canParse(url) && isLoopback(new URL(url).hostname) ? url : `https://${text}`
}

/** The URL of an MCP server to which nothing is sent now, so http is always allowed. */
export function parseStoredUrl(text: string): string {
  return parseServerUrl(text, URL.canParse(text) ? [new URL(text).host] : [])
}

/** The URL of an MCP server as it was typed: https, or http on this machine and at the hosts that are allowed. */
export function parseServerUrl(text: string, httpHosts?: readonly string[]): string {
  const policy = { networks: allNetworks, httpHosts }
  const refusal = refuseUrl(text, policy)
  if (refusal === undefined) return text
  const { option, host } = optionFor(text, policy).details ?? {}
  const allowed = `add --set allow.http=${host}, or set auth.allow.http of the server in fast-agent.yaml`
  const inside = option === 'allow.http' ? `If it is in a private network of yours, ${allowed}. Else write` : 'Write'
  const hint = `${inside} it like https://mcp.example.com/mcp`
  // The URL may hold a password, so the message does not repeat it.
  throw new CliError(exitCodes.usage, `The URL of the server ${refusal}.`, { hint })
}
