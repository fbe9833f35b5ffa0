import { DiscoveryError } from '@fast-agent-auth/discovery'
import { describe, expect, it } from 'vitest'
import { AuthorizationError } from '../src/index.ts'
import { checkClient } from '../src/protocol/client-unknown.ts'
import { readAuthorizationResponse } from '../src/sign-in/authorization-response.ts'
import { failedOutcome } from '../src/sign-in/failed-outcome.ts'

const issuer = 'https://as.example'
const pending = { issuer, state: 's', issParameterSupported: false } as Parameters<typeof readAuthorizationResponse>[1]

function refusedWith(answer: Readonly<Record<string, string>>): unknown {
  const query = new URLSearchParams({ state: 's', ...answer })
  try {
    return readAuthorizationResponse(new URL(`http://127.0.0.1/callback?${query}`), pending)
  } catch (error) {
    return error
  }
}

describe('the page in the browser says what went wrong', () => {
  const option = { next: 'Set the option issuer.', details: { option: 'issuer' } }
  it.each([
    ['an error of discovery', new DiscoveryError('no_metadata', 'There is none.', option), 'There is none.'],
    ['a refused token request', new AuthorizationError('invalid_client', 'It failed.', checkClient), 'It failed.'],
    ['an error of another program', new Error('disk full'), 'disk full'],
  ])('and gives nobody in a browser the advice of a library: %s', (_, error, message) => {
    expect(failedOutcome(error, issuer)).toEqual({ error: 'failed', message, quote: undefined })
  })

  it.each([
    ['The owner said no.', 'The owner said no.'],
    ['No (really).', 'No (really).'],
    ['', 'access_denied'],
  ])('and the words of a server apart from ours: %j', (error_description, text) => {
    expect(failedOutcome(refusedWith({ error: 'access_denied', error_description }), issuer)).toEqual({
      error: 'denied',
      message: `The sign-in was denied at ${issuer}.`,
      quote: { from: 'as.example', text },
    })
  })

  it('and who refused what nobody has declined', () => {
    expect(failedOutcome(refusedWith({ error: 'invalid_scope' }), issuer)).toEqual({
      error: 'failed',
      message: `The sign-in was refused by ${issuer}.`,
      quote: { from: 'as.example', text: 'invalid_scope' },
    })
  })
})
