import type { RequestListener } from 'node:http'
import type { CallbackEvent } from './callback-event.ts'
import { checkRequest, type ExpectedRequest } from './check-request.ts'
import { emitEvent } from './emit-event.ts'
import { type HttpResponse, sendResponse } from './http-response.ts'
import type { IgnoredAnswer } from './redirect.ts'
import type { WaitingBrowsers } from './waiting-browsers.ts'

/** What a request listener waits for, and whom it tells. */
export interface RequestListenerOptions {
  readonly expected: ExpectedRequest
  readonly browsers: WaitingBrowsers
  readonly strayPage: HttpResponse
  readonly elsewherePage: HttpResponse
  readonly onAnswer: (url: URL) => void
  readonly onIgnored: (reason: IgnoredAnswer) => void
  readonly onEvent: (event: CallbackEvent) => void
}

/** A page in the browser can send them without end. */
const strayLimit = 20

/** Keeps the browser that brings the answer, and sends all others away. */
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
    // Bytes that nobody has read would end the connection before the page is there.
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
        type: 'unverified_answer',
        from: 'browser',
        reason: verdict.reason,
        hasError: verdict.hasError,
      })
    }
    browsers.hold(response)
    onAnswer(verdict.url)
  }
}

/** Not what browsers ask for by themselves, nor a page that somebody opened again. */
function isAnswer(target = ''): boolean {
  return /[?&](code|error)=/.test(target)
}
