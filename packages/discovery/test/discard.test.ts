import { expect, it, vi } from 'vitest'
import { discard } from '../src/untrusted/read-body.ts'

it('reads a small body to its end, so that the connection is used again', async () => {
  const response = new Response('no', { headers: { 'content-length': '2' } })
  await discard(response)
  expect(response.bodyUsed).toBe(true)
})

it.each([{}, { 'content-length': '1000000' }])('gives up a body that may be long: %j', async (headers) => {
  const cancel = vi.fn()
  await discard(new Response(new ReadableStream({ cancel }), { headers }))
  expect(cancel).toHaveBeenCalledOnce()
})

it.each<[string, UnderlyingSource, HeadersInit]>([
  ['be read', { pull: (body) => body.error(new Error('incorrect header check')) }, { 'content-length': '2' }],
  ['be given up', { cancel: () => Promise.reject(new Error('cut')) }, {}],
])('does not fail where a body cannot %s', async (_, source, headers) => {
  await expect(discard(new Response(new ReadableStream(source), { headers }))).resolves.toBeUndefined()
})
