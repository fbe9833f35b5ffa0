import { withBody } from '@fast-agent-auth/discovery/untrusted'
import { GuardedFetchError } from './guarded-fetch-error.ts'

export interface BodyLimits {
  readonly limit: number
  /** The URL, for the message. */
  readonly name: string
  /** Called when the body has ended, failed or was cancelled. */
  readonly onEnd: () => void
}

/** The same response with a body that errors where it is longer than the limit. */
export function limitBody(response: Response, limits: BodyLimits): Response {
  const { body } = response
  if (body === null) {
    limits.onEnd()
    return response
  }
  return withBody(response, counted(body, limits))
}

function counted(body: ReadableStream<Uint8Array>, { limit, name, onEnd }: BodyLimits): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  let size = 0
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (done) {
          onEnd()
          return controller.close()
        }
        size += value.byteLength
        if (size > limit) throw tooLarge(name, limit)
        controller.enqueue(value)
      } catch (error) {
        onEnd()
        controller.error(error)
        await reader.cancel(error).catch(() => undefined)
      }
    },
    async cancel(reason) {
      onEnd()
      await reader.cancel(reason)
    },
  })
}

export function tooLarge(name: string, limit: number): GuardedFetchError {
  return new GuardedFetchError('too_large', `${name} sent more than ${limit} bytes. No more of it was read.`)
}
