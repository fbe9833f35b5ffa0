import type { RequestListener } from 'node:http'
import { type Answer, sendAnswer } from './answer.ts'
import type { CallbackEvent } from './callback-event.ts'
import { type Expected, judge } from './request-verdict.ts'
import type { WaitingBrowsers } from './waiting-browsers.ts'

/** What a request listener waits for, and whom it tells. */
export interface Reception {
  readonly expected: Expected
  readonly browsers: WaitingBrowsers
  readonly strayPage: Answer
  readonly onAnswer: (url: URL) => void
  readonly onEvent: (event: CallbackEvent) => void
}

/** Keeps the browser that brings the answer, and sends all others away. */
export function requestListener({ expected, browsers, strayPage, onAnswer, onEvent }: Reception): RequestListener {
  return (request, response) => {
    const verdict = judge(
      {
        method: request.method,
        target: request.url ?? '',
        hosts: request.headersDistinct.host ?? [],
        port: request.socket.localPort ?? 0,
      },
      expected,
    )
    if (verdict.kind === 'refused') {
      return sendAnswer(response, { status: verdict.status, type: 'text/plain', body: `${verdict.text}\n` })
    }
    if (verdict.kind === 'stray') {
      sendAnswer(response, strayPage)
      return emit(onEvent, { type: 'stray_response', reason: verdict.reason, hasError: verdict.hasError })
    }
    browsers.hold(response)
    onAnswer(verdict.url)
  }
}

function emit(onEvent: (event: CallbackEvent) => void, event: CallbackEvent): void {
  try {
    onEvent(event)
  } catch {
    // Thrown from here, it would end the whole program: any web page could cause that with one request.
  }
}
