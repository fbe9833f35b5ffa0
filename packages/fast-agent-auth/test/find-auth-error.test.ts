import { AuthorizationError } from '@fast-agent-auth/flow'
import { expect, it } from 'vitest'
import { findAuthError } from '../src/index.ts'

const ours = new AuthorizationError('login_required', 'Sign in, then try again.')
const other = new AuthorizationError('unreachable', 'No answer.')
const ofAnotherInstall = Object.assign(new Error('No keychain.'), { name: 'KeyringError', code: 'unavailable' })
const circle = new Error('circle')
circle.cause = circle
const revoked = Proxy.revocable([], {})
revoked.revoke()
const trap = {
  get cause() {
    throw new Error('trap')
  },
  error: ours,
}

it.each<readonly [string, unknown, unknown]>([
  ['itself', ours, ours],
  ['as a cause', new Error('An error occurred', { cause: ours }), ours],
  ['as the error of a result', { error: ours }, ours],
  ['among several', new AggregateError([new Error('a'), ours]), ours],
  ['below several things', new Error('x', { cause: { errors: [{ error: new Error('y', { cause: ours }) }] } }), ours],
  ['of another installation', new Error('x', { cause: ofAnotherInstall }), ofAnotherInstall],
  [
    'the nearest of two',
    new Error('x', { cause: new AuthorizationError('unknown_server_error', 'r', { cause: ours }) }),
    { code: 'unknown_server_error' },
  ],
  ['beside what cannot be read', trap, ours],
  ['the one that is nearer, whatever it is under', { cause: { cause: ours }, errors: [other] }, other],
])('an error of ours is found where a host has put it: %s (H139)', (_, error, found) => {
  if (found instanceof Error) expect(findAuthError(error)).toBe(found)
  else expect(findAuthError(error)).toMatchObject(found as object)
})

it.each<readonly [string, unknown]>([
  ['nothing', undefined],
  ['a text', 'AuthorizationError'],
  ['a circle', circle],
  ['an error of somebody else', Object.assign(new Error('x'), { code: 'ECONNREFUSED' })],
  ['what a server has answered', { error: { name: 'AuthorizationError', code: 'login_required', message: 'at mine' } }],
  ['a proxy that was revoked', { errors: revoked.proxy, cause: revoked.proxy }],
  ['a list that lies', { errors: { length: 2 ** 40 } }],
  ['a name without a code', Object.assign(new Error('x'), { name: 'AuthorizationError' })],
  ['a list without an end', { errors: Array.from({ length: 100_000 }, () => ({ errors: [{}] })) }],
])('no error of ours is found in %s (H146)', (_, error) => {
  expect(findAuthError(error)).toBeUndefined()
})
