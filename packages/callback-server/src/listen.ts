import { type Bound, bind } from './bind.ts'
import type { CallbackSettings } from './callback-options.ts'
import { CallbackServerError } from './callback-server-error.ts'
import { chooseAddress, type ListenAddress } from './choose-address.ts'
import { deferred } from './deferred.ts'
import { emitEvent } from './emit-event.ts'
import { endServers } from './end-servers.ts'
import type { HttpResponse } from './http-response.ts'
import { createHttpServer } from './http-server.ts'
import { renderPage } from './page/page.ts'
import type { PageSubject } from './page/page-words.ts'
import type { IgnoredAnswer, ListenOptions, Redirect } from './redirect.ts'
import { redirectUriOf } from './redirect-uri.ts'
import { requestListener } from './request-listener.ts'
import { createWaitingBrowsers } from './waiting-browsers.ts'

/** Opens a callback server and starts to read pasted texts. Resolves when a port is bound. */
export async function listen(
  settings: CallbackSettings,
  { state, signal, ...preferences }: ListenOptions,
): Promise<Redirect> {
  signal?.throwIfAborted()
  const { readPasted, onEvent } = settings
  const paste = readPasted && { ...(await import('./paste/accept-pasted.ts')), readPasted }
  const { host, path, ports } = chooseAddress(settings, preferences)
  const browsers = createWaitingBrowsers()
  const answer = deferred<URL>()
  let ignored: IgnoredAnswer | undefined
  const onRequest = requestListener({
    expected: { host, path, state },
    browsers,
    strayPage: pageFor('stray', settings),
    elsewherePage: pageFor('wrong_address', settings),
    onAnswer: answer.resolve,
    onIgnored: (reason) => {
      ignored = reason
    },
    onEvent,
  })
  const binding = bind(host, ports, () => createHttpServer(onRequest))
  const bound: Bound = await (paste ? binding.catch((error: unknown) => paste.withoutServer(ports, error)) : binding)

  let ended: Promise<void> | undefined
  const end = (reason: unknown): Promise<void> => {
    answer.reject(reason)
    ended ??= endServers(bound.servers, browsers.answer(pageFor('interrupted', settings)))
    return ended
  }
  const stopWatching = onAbort(signal, end)
  await ended
  signal?.throwIfAborted()
  const uris = redirectUrisOf({ host, path, ports: settings.ports }, bound)
  const { redirectUri } = uris
  if (bound.refusal) emitEvent(onEvent, { type: 'callback_unavailable', redirectUri, error: bound.refusal })
  paste?.acceptPasted({ readPasted: paste.readPasted, redirectUri, state, onEvent }, answer, bound.refusal)
  return {
    ...uris,
    response: answer.promise,
    ignored: () => ignored,
    finish: (outcome) => browsers.answer(pageFor(outcome, settings)),
    close() {
      stopWatching()
      return end(new CallbackServerError('closed', 'The callback server was closed before an answer came.'))
    },
    unref() {
      for (const server of bound.servers) {
        server.unref()
        // Browsers open connections before they need them: those must not keep the process alive.
        server.on('connection', (socket) => socket.unref())
      }
    },
  }
}

function redirectUrisOf({ host, path, ports }: ListenAddress, { port }: Bound) {
  const later = ports.filter((other) => other !== 0 && other !== port)
  const redirectUri = redirectUriOf(host, port, path)
  return { redirectUri, redirectUris: [redirectUri, ...later.map((other) => redirectUriOf(host, other, path))] }
}

const statuses: Readonly<Record<string, number>> = { signed_in: 200, wrong_address: 404 }

function pageFor(subject: PageSubject, settings: CallbackSettings): HttpResponse {
  const status = typeof subject === 'string' ? statuses[subject] : undefined
  return { status: status ?? 400, type: 'text/html', body: renderPage(subject, settings) }
}

/** Calls `end` with the signal's reason when the signal aborts, or at once if it has. Returns a function that stops listening. */
function onAbort(signal: AbortSignal | undefined, end: (reason: unknown) => Promise<void>): () => void {
  const abort = (): void => void end(signal?.reason)
  if (signal?.aborted) abort()
  signal?.addEventListener('abort', abort, { once: true })
  return () => signal?.removeEventListener('abort', abort)
}
