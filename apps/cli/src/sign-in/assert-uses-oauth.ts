import { CliError, exitCodes } from '../errors/cli-error.ts'
import type { ChosenServer } from '../servers/choose-server.ts'
import { shownTarget } from '../servers/server-name.ts'
import { chosenBy } from './chosen-by.ts'

/** @throws CliError if the configuration says that the server is used without OAuth */
export function assertUsesOAuth({ target, mode, settings }: ChosenServer): void {
  if (mode === 'disabled') {
    const hint = 'To sign in, remove auth.oauth: false from its configuration.'
    throw new CliError(exitCodes.usage, `OAuth is switched off for ${shownTarget(target)}.`, { hint })
  }
  if (mode === 'bearer') {
    const hint = 'To use OAuth instead, remove that header, or add "auth: { oauth: true }".'
    const location = chosenBy(settings).header ?? 'its configuration'
    const message = `${shownTarget(target)} has an Authorization header in ${location}, which is sent as it is.`
    throw new CliError(exitCodes.usage, message, { hint })
  }
}
