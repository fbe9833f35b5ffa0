import fc from 'fast-check'
import type { CallbackRequest } from '../src/check-request.ts'

export const state = 'fmOY2r-Zt_x7sTqL0v8Jpw'
export const path = '/callback'
/** A text in everything that is sent: no response or event may contain it. */
export const marker = 'm4rk3r'

const near = (text: string): string[] => [
  ...[text.slice(1), text.slice(0, -1), `${text}x`, `x${text}`, `${text}/`, `/${text}`, text.toUpperCase()],
  ...[` ${text}`, `${text}\u0000`, `${text}%00`, `${text}.`, `${text},${text}`, encodeURIComponent(text), ''],
]

/** Our word now and then, else one that is nearly ours, else anything. */
const like = (text: string): fc.Arbitrary<string> =>
  fc.oneof(fc.constant(text), fc.constantFrom(...near(text)), fc.string({ unit: 'binary', maxLength: 20 }))

const paths = fc.oneof(
  like(path),
  fc.constantFrom('/callback/../x', '/x/../callback', '//callback', '/callback%2f', '/%63allback', '/./callback'),
  fc.constantFrom(
    'http://127.0.0.1:3030/callback',
    'HTTP://evil.example/callback',
    '*',
    '127.0.0.1:3030',
    '/\\callback',
  ),
)

const names = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('state', 'code', 'error', 'iss') },
  fc.constantFrom(
    'STATE',
    '%73tate',
    'st%61te',
    'state[]',
    ' state',
    'st\tate',
    'state\u0000',
    '',
    'error_description',
  ),
)

const parameters = fc
  .tuple(names, fc.constantFrom('=', '==', '', '%3D'), fc.oneof(like(state), fc.constant(marker)))
  .map((parts) => parts.join(''))

/** Queries of any parameters, ours among them, some of them very long. */
const queries = fc.oneof(
  fc.constant(`code=${marker}&state=${state}`),
  fc.array(parameters, { maxLength: 4 }).map((all) => all.join('&')),
  fc.integer({ min: 1, max: 100_000 }).map((length) => `state=${state}&code=${'x'.repeat(length)}`),
)

/** Ours, but for its state. */
const nearQueries = fc.constantFrom(
  ...[`state=${state}&state=x`, `state=x&state=${state}`, `state=${state}&state=${state}`, `state=${state}&%73tate=x`],
  ...[
    `st\tate=${state}`,
    `state=${state}\n`,
    `state=\u0000${state}`,
    `state=${state}&state=`,
    `state=${state}#`,
    `?state=${state}`,
  ],
)

/** Request targets: ours often enough that each other part decides. */
export const targets: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(`${path}?code=a&state=${state}`) },
  { weight: 3, arbitrary: nearQueries.map((query) => `${path}?${query}`) },
  {
    weight: 8,
    arbitrary: fc
      .tuple(paths, fc.constantFrom('?', '?', '?', '??', '', '#', '%3F'), queries)
      .map((all) => all.join('')),
  },
  fc.string({ unit: 'binary' }),
)

const authority = (port: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(...['127.0.0.1', 'localhost', '[::1]', 'LocalHost'].map((name) => `${name}:${port}`)),
    fc.constantFrom('127.0.0.1', 'localhost:', 'localhost.', 'evil.example', '0.0.0.0', '[::]', '2130706433', '127.1'),
    fc.constantFrom(
      `evil.example:${port}`,
      `127.0.0.1.evil.example:${port}`,
      `a@127.0.0.1:${port}`,
      `127.0.0.1:0${port}`,
    ),
    like(`127.0.0.1:${port}`),
  )

export const methods: fc.Arbitrary<string> = fc.constantFrom(
  ...[
    'GET',
    'GET',
    'GET',
    'GET',
    'get',
    'POST',
    'HEAD',
    'OPTIONS',
    'PUT',
    'DELETE',
    'CONNECT',
    'TRACE',
    'PATCH',
    'QUERY',
  ],
)

export const requests: fc.Arbitrary<CallbackRequest> = fc.constantFrom(3030, 3030, 80, 3031).chain((port) =>
  fc.record({
    method: methods,
    target: targets,
    hosts: fc.oneof(
      { weight: 4, arbitrary: fc.constant([`127.0.0.1:${port}`]) },
      { weight: 4, arbitrary: fc.array(authority(port), { maxLength: 2 }) },
    ),
    port: fc.constant(port),
  }),
)
