import type { BearerChallenge } from '@fast-agent-auth/discovery'
import { configuredIssuer } from '@fast-agent-auth/discovery/internal/at-start'
import { createFetchLoopGuard } from '@fast-agent-auth/discovery/untrusted'
import type { EventSubject, FlowEvent } from '../events.ts'
import { rateLimitFor } from '../protocol/rate-limit.ts'
import { basicCredentials } from '../redaction/basic-credentials.ts'
import { publishUrls } from '../redaction/find-public.ts'
import { secretsInUrl } from '../redaction/find-secrets.ts'
import { redactValue } from '../redaction/redact-value.ts'
import {
  learnFromBrowser,
  learnFromFetch,
  learnFromStore,
  redactingErrors,
  sessionListener,
  withoutSecretScopes,
} from '../redaction/redacting.ts'
import { createSecrets, type Secrets } from '../redaction/secrets.ts'
import { type ClientOptions, isPreRegistered } from '../registration/client-options.ts'
import { serverKey } from '../server-key.ts'
import { openSession, type SessionOptions, type TokenSession } from './session.ts'

export interface CreateSessionOptions extends Omit<SessionOptions, 'onEvent'> {
  readonly onEvent?: ((event: FlowEvent & EventSubject) => void) | undefined
}

/**
 * A session that gives out whole token sets. No error and no message of an event holds a secret: each secret is learned
 * where it is sent, received, stored or read.
 */
export function createTokenSession(serverUrl: string, options: CreateSessionOptions): TokenSession {
  const { secrets = createSecrets(), store, listen, fetch, onEvent, account, now, client } = options
  const issuer = configuredIssuer(options)
  secrets.keep(...secretsInUrl(serverUrl), ...secretsOf(client))
  publishUrls(secrets, serverUrl, issuer)
  if (isPreRegistered(client)) secrets.publish(client.id)
  secrets.publish(options.scope)
  const session = openSession(serverUrl, {
    ...options,
    issuer,
    secrets,
    store: learnFromStore(store, secrets),
    listen: learnFromBrowser(listen, secrets),
    // The global one may be a fetch that asks this session for tokens.
    fetch: learnFromFetch(createFetchLoopGuard().sendOwn(fetch), secrets),
    onEvent: sessionListener<FlowEvent>(onEvent, { serverUrl, account }, secrets),
    rateLimit: options.rateLimit ?? rateLimitFor(store, serverKey(serverUrl, account), now),
  })
  return withoutSecrets(session, secrets)
}

/** The secret of a client, as it is and as it is sent. */
function secretsOf(client: ClientOptions | undefined): readonly string[] {
  if (!isPreRegistered(client) || client.secret === undefined) return []
  return [client.secret, basicCredentials(client.id, client.secret)]
}

function withoutSecrets(
  { token, renew, login, logout, status, close, begin, finish }: TokenSession,
  secrets: Secrets,
): TokenSession {
  // The scope of a challenge is reported and sent on, so it must not hold a secret that the server knows.
  const heard = <T extends Challenged>({ challenge, ...asked }: T) => ({
    ...asked,
    challenge: challenge && {
      ...challenge,
      scope: challenge.scope === undefined ? undefined : withoutSecretScopes(challenge.scope, secrets),
    },
  })
  return {
    token: redactingErrors(token, secrets),
    renew: redactingErrors((refusal) => renew(heard(refusal)), secrets),
    login: redactingErrors((options = {}) => login(heard(options)), secrets),
    logout: redactingErrors(async (options) => redactValue(await logout(options), secrets.redact), secrets),
    status: redactingErrors(status, secrets),
    close,
    // Plain JavaScript may call it without options.
    begin: redactingErrors((options = { redirectUri: '' }) => begin(heard(options)), secrets),
    finish: redactingErrors(finish, secrets),
  }
}

interface Challenged {
  readonly challenge?: BearerChallenge | undefined
}
