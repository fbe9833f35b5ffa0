import type { AuthEvent } from 'fast-agent-auth'

/** What a person should know of an event, or `undefined` where it is of no interest. May quote a server. */
export function describeEvent(event: AuthEvent): string | undefined {
  switch (event.type) {
    case 'browser_failed':
      return `${messageOf(event.error)} Open the link yourself.`
    case 'record_damaged':
      return 'The stored sign-in was damaged and counts as none.'
    case 'refresh_failed':
      return event.lost ? 'The stored sign-in had ended at the server.' : undefined
    case 'store_failed':
      return `New tokens could not be stored: ${messageOf(event.error)}`
    case 'stray_response':
      return event.hasError
        ? 'A failure came back that cannot be tied to this sign-in, so it is not acted on. Still waiting.'
        : undefined
    case 'client_forgotten':
      return `${event.issuer} no longer knows this program, which registers anew: you are asked again.`
    case 'legacy_server':
      return 'The server follows MCP 2025-03-26: nothing but its own address says who authorizes.'
    case 'foreign_endpoint':
      return `${event.issuer} ${event.endpoint === 'token' ? 'issues its tokens' : 'asks you'} at ${new URL(event.url).host}.`
    default:
      return undefined
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
