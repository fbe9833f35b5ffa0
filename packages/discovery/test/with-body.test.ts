import { expect, it } from 'vitest'
import { withBody } from '../src/untrusted/index.ts'

/** An answer as of `fetch`, whose status and text may be such as the constructor refuses. */
function answer(status: number, headers: Readonly<Record<string, string>> = {}): Response {
  const response = new Response(null, { headers })
  const members = { status, statusText: 'ОК', url: 'https://as.example/token', redirected: true }
  for (const [name, value] of Object.entries(members)) Object.defineProperty(response, name, { value })
  return response
}

const compressed = { 'content-encoding': 'gzip', 'content-length': '20', 'content-type': 'text/html', etag: '"1"' }

it('an answer with another body tells who answered, and in which words', () => {
  const members = { status: 201, statusText: 'ОК', url: 'https://as.example/token', redirected: true }
  expect(withBody(answer(201), '{}')).toMatchObject(members)
})

it.each([200, 201, 299, 400, 401, 503, 599, 600, 999])('an answer of %i has its new body', async (status) => {
  const made = withBody(answer(status), 'new')
  expect(made.status).toBe(status)
  expect(await made.text()).toBe('new')
})

it.each([101, 204, 205, 304])('an answer of %i, which can have no body, has none', (status) => {
  expect(withBody(answer(status), 'new')).toMatchObject({ status, body: null })
})

it.each([
  [200, true, 200],
  [599, false, 599],
  [600, false, 502],
  [999, false, 502],
])('a clone of an answer of %i is a success as the answer is: %s', (status, ok, ofClone) => {
  const clone = withBody(answer(status), 'new').clone()
  expect(clone).toMatchObject({ ok, status: ofClone })
})

it.each([
  ['a text is no longer compressed', 'new', undefined, { 'content-type': 'text/html', etag: '"1"' }],
  ['a text has the type that is given', 'new', 'application/json', { 'content-type': 'application/json', etag: '"1"' }],
  ['a stream has all headers of the answer', new ReadableStream(), undefined, compressed],
])('a body that is %s', (_, body, type, headers) => {
  expect(Object.fromEntries(withBody(answer(200, compressed), body, type).headers)).toEqual(headers)
})
