import { describe, expect, it } from 'vitest'
import { isBlockedByPolicy, isTooLarge, isTransient, networkFailure } from '../src/untrusted/network-failure.ts'

describe('a request that got no answer', () => {
  const failed = (code: string): Error => new TypeError('fetch failed', { cause: Object.assign(new Error(), { code }) })

  const unknown = ['signed by an authority that Node does not know', 'NODE_EXTRA_CA_CERTS=/path/to/ca.pem'] as const

  it.each([
    ['DEPTH_ZERO_SELF_SIGNED_CERT', ...unknown],
    ['SELF_SIGNED_CERT_IN_CHAIN', ...unknown],
    ['UNABLE_TO_GET_ISSUER_CERT', ...unknown],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', ...unknown],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', ...unknown],
    ['CERT_HAS_EXPIRED', 'has expired', 'clock of this machine'],
    ['CERT_NOT_YET_VALID', 'is not valid yet', 'clock of this machine'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'is for another host', 'Check the URL'],
  ] as const)('tells of a certificate and the setting that helps: %s (H95)', (code, reason, next) => {
    expect(networkFailure(failed(code))).toEqual({
      reason: expect.stringMatching(`^its certificate .*${reason}: ${code}$`),
      next: expect.stringContaining(next),
    })
  })

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_SOCKET'])('has no other next step for %s', (code) => {
    expect(networkFailure(failed(code))).toEqual({ reason: code })
  })

  it('has both from a guarded fetch that blames the proxy, and the reason alone from another', () => {
    const error = (code: string): Error =>
      Object.assign(new Error('The proxy p:1 of X is down. Start it.'), { name: 'GuardedFetchError', code })
    expect(networkFailure(error('proxy_failed'))).toEqual({ reason: 'the proxy p:1 of X is down', next: 'Start it.' })
    expect(networkFailure(error('unavailable'))).toEqual({ reason: 'the proxy p:1 of X is down', next: 'Start it.' })
    expect(networkFailure(error('timed_out'))).toEqual({ reason: 'The proxy p:1 of X is down. Start it' })
  })

  it('keeps a capital letter within the reason of a guarded fetch', () => {
    const error = Object.assign(new Error('Node at The Hague is old. Update it.'), { code: 'unavailable' })
    error.name = 'GuardedFetchError'
    expect(networkFailure(error)).toEqual({ reason: 'Node at The Hague is old', next: 'Update it.' })
  })

  it.each([
    ['an error without a cause', new Error('No.'), 'No.'],
    ['an error whose cause is null', new Error('No.', { cause: null }), 'No.'],
    ['an error whose cause has a number as its code', new Error('No.', { cause: { code: 7 } }), 'No.'],
    ['no error', 'No.', 'No.'],
  ])('is told in the words of %s, where there is no code', (_, error, reason) => {
    expect(networkFailure(error)).toEqual({ reason })
  })
})

it.each([
  ...[407, 408, 429, 500, 503, 599].map((status) => [status, true] as const),
  ...[200, 302, 400, 401, 403, 404, 406, 409, 428, 430, 499].map((status) => [status, false] as const),
])('the same request may succeed later after %i: %s', (status, mayBe) => {
  expect(isTransient(status)).toBe(mayBe)
})

describe('an error of a guarded fetch', () => {
  const blocked = ['insecure_url', 'address_refused']

  it.each([...blocked, 'too_large', 'too_slow', 'timed_out'])('is known by its name and its code: %s', (code) => {
    const error = Object.assign(new Error(), { name: 'GuardedFetchError', code })
    expect([isBlockedByPolicy(error), isTooLarge(error)]).toEqual([blocked.includes(code), code === 'too_large'])
  })

  it.each([...blocked, 'too_large'])('is none of another kind with the code %s', (code) => {
    const others = [undefined, null, { name: 'GuardedFetchError', code }, Object.assign(new Error(), { code })]
    expect(others.filter((each) => isBlockedByPolicy(each) || isTooLarge(each))).toEqual([])
  })
})
