import { usualEndpoints } from '@fast-agent-auth/discovery/internal'
import { displayUrl } from '@fast-agent-auth/discovery/untrusted'
import { CliError, exitCodes } from '../errors/cli-error.ts'
import { sameCommandFor } from '../errors/command-line.ts'
import { remediesIn } from '../errors/remedy-advice.ts'
import type { ChosenServer } from '../servers/choose-server.ts'
import { isUrl } from '../servers/is-url.ts'
import { shownTarget } from '../servers/server-name.ts'
import { detailsOf, problemOf } from '../terminal/problem-of.ts'
import type { World } from '../world.ts'
import { chosenBy } from './chosen-by.ts'

/** The same failure. If there is no MCP server at the URL, it has the command again for the URLs at which many servers are. */
export function withUsualEndpoints(failure: unknown, server: ChosenServer, world: World): unknown {
  const details = detailsOf(failure)
  const { status } = details
  if (typeof status !== 'number') return failure
  const code = 'no_metadata'
  const urls = usualEndpoints(server.serverUrl)
  const mayName = remediesIn(details).some(({ option }) => option === 'issuer')
  const issuer = mayName ? ' If the URL is right, and you know its authorization server, add --issuer <url>.' : ''
  const first = firstStep(status, server) + issuer
  if (!isUrl(server.target)) {
    // No command with a URL, since a typed URL has none of the server's settings, such as its scope and issuer.
    const hint = `${first} Many servers are at ${urls.map(displayUrl).join(' or ')}: write that URL there.`
    return new CliError(exitCodes.failed, problemOf(failure), { code, hint })
  }
  const commands = urls.map((url) => sameCommandFor(url, world))
  return new CliError(exitCodes.failed, problemOf(failure), { code, hint: `${first} Many servers are here:`, commands })
}

function firstStep(status: number, { target, settings }: ChosenServer): string {
  if (status === 403) return "Ask the server's operator who may use it."
  if (isUrl(target)) return 'Is the URL right?'
  return `Is the URL of ${shownTarget(target)} in ${chosenBy(settings).server ?? 'its configuration'} right?`
}
