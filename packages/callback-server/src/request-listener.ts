import type { RequestListener } from 'node:http'
import type { CallbackEvent } from './callback-event.ts'
import { checkRequest, type ExpectedRequest } from './check-request.ts'
import { emitEvent } from './emit-event.ts'
import { type HttpResponse, sendResponse } from './http-response.ts'
import type { IgnoredAnswer } from './redirect.ts'
import type { WaitingBrowsers } from './waiting-browsers.ts'

/** The expected request, the pages for other requests, and the functions to call. */
export interface RequestListenerOptions {
  readonly expected: ExpectedRequest
  readonly browsers: WaitingBrowsers
  readonly strayPage: HttpResponse
  readonly elsewherePage: HttpResponse
  readonly onAnswer: (url: URL) => void
  readonly onIgnored: (reason: IgnoredAnswer) => void
  readonly onEvent: (event: CallbackEvent) => void
}

/** The maximum number of events for stray requests, since a web page can send requests without end. */
const strayLimit = 20

/** Holds the browser that brings the response, and answers all other requests at once. */
export function requestListener({
  expected,
  browsers,
  onAnswer,
  onIgnored,
  onEvent,
  ...pages
}: RequestListenerOptions): RequestListener {
  let strays = 0
  return (request, response) => {
    // Unread bytes of a body would end the connection before the page is sent.
    request.resume()
    const verdict = checkRequest(
      {
        method: request.method,
        target: request.url ?? '',
        hosts: request.headersDistinct.host ?? [],
        port: request.socket.localPort ?? 0,
      },
      expected,
    )
    if (verdict.kind === 'refused') {
      return sendResponse(response, { status: verdict.status, type: 'text/plain', body: `${verdict.text}\n` })
    }
    const reason = verdict.kind === 'stray' ? verdict.reason : 'wrong_path'
    if (verdict.kind !== 'ours' && (reason === 'posted' || isAnswer(request.url))) onIgnored(reason)
    if (verdict.kind === 'elsewhere') return sendResponse(response, pages.elsewherePage)
    if (verdict.kind === 'stray') {
      sendResponse(response, pages.strayPage)
      if (++strays > strayLimit) return
      return emitEvent(onEvent, {
        type: 'callback_ignored',
        from: 'browser',
        reason: verdict.reason,
        hasError: verdict.hasError,
      })
    }
    browsers.hold(response)
    onAnswer(verdict.url)
  }
}

/** Whether a target looks like an authorization response, unlike an icon or a page that was opened again. */
function isAnswer(target = ''): boolean {
  return /[?&](code|error)=/.test(target)
}
