import type { ServerResponse } from 'node:http'
import { type HttpResponse, sendResponse } from './http-response.ts'

/** The browsers that brought the response, held until there is a page for them. */
export interface WaitingBrowsers {
  /** Responds at once if there is a page already: a reload shows the same page as the first request. */
  hold(response: ServerResponse): void
  /** Sends the page to all browsers, and resolves when each has it or has gone. The first page stays. */
  answer(page: HttpResponse): Promise<void>
}

export function waitingBrowsers(): WaitingBrowsers {
  const held = new Map<ServerResponse, Promise<void>>()
  let first: HttpResponse | undefined

  return {
    hold(response) {
      held.set(
        response,
        closed(response).then(() => void held.delete(response)),
      )
      if (first !== undefined) sendResponse(response, first)
    },
    async answer(page) {
      first ??= page
      for (const response of held.keys()) sendResponse(response, first)
      await Promise.all(held.values())
    },
  }
}

// The end of the socket comes after the last byte was sent, or when the browser hung up before.
function closed(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => response.req.socket.once('close', () => resolve()))
}
