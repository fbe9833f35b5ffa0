import type { ServerResponse } from 'node:http'
import { type HttpResponse, sendResponse } from './http-response.ts'

/** The browsers that brought the authorization response, held until there is a page for them. */
export interface WaitingBrowsers {
  /** Responds at once if there is a page already: a reload shows the same page as the first request. */
  hold(response: ServerResponse): void
  /** Sends the page to all browsers, and resolves when each has it or has gone. A later page is not sent. */
  answer(page: HttpResponse): Promise<void>
}

export function createWaitingBrowsers(): WaitingBrowsers {
  const held = new Map<ServerResponse, Promise<void>>()
  let firstPage: HttpResponse | undefined

  return {
    hold(response) {
      held.set(
        response,
        whenClosed(response).then(() => void held.delete(response)),
      )
      if (firstPage !== undefined) sendResponse(response, firstPage)
    },
    async answer(page) {
      firstPage ??= page
      for (const response of held.keys()) sendResponse(response, firstPage)
      await Promise.all(held.values())
    },
  }
}

// The socket closes after the last byte is sent, or when the browser hangs up earlier.
function whenClosed(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => response.req.socket.once('close', () => resolve()))
}
