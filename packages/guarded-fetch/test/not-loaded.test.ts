import { networkFailure } from '@fast-agent-auth/discovery/untrusted'
import { expect, it } from 'vitest'
import { notLoaded } from '../src/dispatchers.ts'

it('no server is blamed where undici does not run, as in a bundle without require', () => {
  const cause = new Error('Dynamic require of "node:buffer" is not supported')
  const fail = (): unknown => {
    try {
      return notLoaded(cause)
    } catch (error) {
      return error
    }
  }
  expect(fail()).toMatchObject({ name: 'GuardedFetchError', code: 'unavailable', cause })
  expect(networkFailure(fail())).toEqual({
    reason: `the HTTP client undici cannot be loaded (${cause.message})`,
    next:
      'Reinstall the dependencies; in a bundle that is an ES module, give parts in CommonJS a require (createRequire), ' +
      'or mark undici as external and install it beside.',
  })
})
