import { CliError, exitCodes } from '../errors/cli-error.ts'
import type { ChosenServer } from '../servers/choose-server.ts'
import { shownTarget } from '../servers/server-name.ts'
import { chosenBy } from './chosen-by.ts'

/** @throws CliError where its configuration has a server used without OAuth */
export function assertUsesOAuth({ target, mode, settings }: ChosenServer): void {
  if (mode === 'disabled') {
    const hint = 'Remove auth.oauth: false from its configuration to sign in to it.'
    throw new CliError(exitCodes.usage, `OAuth is switched off for ${shownTarget(target)}.`, { hint })
  }
  if (mode === 'bearer') {
    const hint = 'Remove that header, or add "auth: { oauth: true }" to use OAuth instead of it.'
    const location = chosenBy(settings).header ?? 'its configuration'
    const message = `${shownTarget(target)} has an Authorization header in ${location}, which is sent to it as it is.`
    throw new CliError(exitCodes.usage, message, { hint })
  }
}
