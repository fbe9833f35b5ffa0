import type { Answer } from './answer.ts'
import { type Bound, bind } from './bind.ts'
import type { CallbackSettings } from './callback-options.ts'
import { CallbackServerError } from './callback-server-error.ts'
import { choosePlace, type Place } from './choose-place.ts'
import { deferred } from './deferred.ts'
import { endServers } from './end-servers.ts'
import { createHttpServer } from './http-server.ts'
import { renderPage } from './page.ts'
import type { PageSubject } from './page-words.ts'
import type { ListenOptions, Redirect } from './redirect.ts'
import { redirectUriOf } from './redirect-uri.ts'
import { requestListener } from './request-listener.ts'
import { waitingBrowsers } from './waiting-browsers.ts'

/** Opens a callback server and waits for nothing but its port. */
export async function listen(
  settings: CallbackSettings,
  { state, signal, ...wishes }: ListenOptions,
): Promise<Redirect> {
  if (state === '') throw new CallbackServerError('invalid_option', 'The state must not be empty.')
  signal?.throwIfAborted()
  const { host, path, ports } = choosePlace(settings, wishes)
  const browsers = waitingBrowsers()
  const answer = deferred<URL>()
  const onRequest = requestListener({
    expected: { host, path, state },
    browsers,
    strayPage: pageFor('stray', settings),
    onAnswer: answer.resolve,
    onEvent: settings.onEvent,
  })
  const bound = await bind(host, ports, () => createHttpServer(onRequest))

  let ended: Promise<void> | undefined
  const end = (reason: unknown): Promise<void> => {
    answer.reject(reason)
    ended ??= endServers(bound.servers, browsers.answer(pageFor('interrupted', settings)))
    return ended
  }
  const stopWatching = onAbort(signal, end)
  await ended
  signal?.throwIfAborted()
  return {
    ...redirectUrisOf({ host, path, ports: settings.ports }, bound),
    response: answer.promise,
    finish: (outcome) => browsers.answer(pageFor(outcome, settings)),
    close() {
      stopWatching()
      return end(new CallbackServerError('closed', 'The callback server was closed before an answer came.'))
    },
  }
}

function redirectUrisOf({ host, path, ports }: Place, { port }: Bound) {
  const later = ports.filter((other) => other !== 0 && other !== port)
  const redirectUri = redirectUriOf(host, port, path)
  return { redirectUri, redirectUris: [redirectUri, ...later.map((other) => redirectUriOf(host, other, path))] }
}

function pageFor(subject: PageSubject, settings: CallbackSettings): Answer {
  return { status: subject === 'signed_in' ? 200 : 400, type: 'text/html', body: renderPage(subject, settings) }
}

/** Ends with the signal's reason, at once where it was aborted already; returns how to stop that. */
function onAbort(signal: AbortSignal | undefined, end: (reason: unknown) => Promise<void>): () => void {
  const abort = (): void => void end(signal?.reason)
  if (signal?.aborted) abort()
  signal?.addEventListener('abort', abort, { once: true })
  return () => signal?.removeEventListener('abort', abort)
}
