import { expect, it } from 'vitest'
import { createMockWorld, type MockWorld } from '../src/mock-world.ts'
import { inTokenRequests } from '../src/sent-requests.ts'

const issuer = 'https://auth.example.com'

/** A sign-in whose answer names this issuer, or none. */
function createAnsweredWorld(
  advertised: boolean,
  iss: string | undefined,
  more: Readonly<Record<string, string>> = {},
) {
  const arrive = (callback: URL): URL => {
    if (iss === undefined) callback.searchParams.delete('iss')
    else callback.searchParams.set('iss', iss)
    for (const [name, value] of Object.entries(more)) callback.searchParams.set(name, value)
    return callback
  }
  return createMockWorld({ server: { iss: advertised }, arrive })
}

async function expectRefused({ auth, mock }: MockWorld): Promise<void> {
  await expect(auth.login()).rejects.toMatchObject({
    code: 'issuer_mismatch',
    message: expect.stringMatching(
      `^The answer from the browser (does not come|does not say that it comes|says in another spelling that it comes) from ${issuer},? .*\\(RFC 9207\\)\\. It is not used\\.`,
    ),
  })
  expect(mock.requestsTo('token')).toEqual([])
}

it.each([
  ['that was promised and is right', true, issuer],
  ['that was not promised and is right', false, issuer],
  ['that was neither promised nor sent', false, undefined],
])('exchanges the code of an answer with an issuer %s (Q6)', async (_, advertised, iss) => {
  const { auth, mock } = createAnsweredWorld(advertised, iss)
  await auth.login()
  expect(inTokenRequests(mock, 'grant_type')).toEqual(['authorization_code'])
})

it.each([
  ['that was promised and is another', true, 'https://evil.example.com'],
  ['that was promised and is missing', true, undefined],
  ['that was promised and is empty', true, ''],
  ['that was not promised and is another', false, 'https://evil.example.com'],
])('sends no code of an answer with an issuer %s (Q6)', async (_, advertised, iss) => {
  await expectRefused(createAnsweredWorld(advertised, iss))
})

it.each([
  `${issuer}/`,
  'HTTPS://auth.example.com',
  'https://AUTH.example.com',
  'https://auth.example.com:443',
  'https://auth%2Eexample.com',
  'https%3A%2F%2Fauth.example.com',
])('does not take %s for the issuer, since nothing is normalised (H45, Q7)', async (iss) => {
  await expectRefused(createAnsweredWorld(true, iss))
})

it('compares the issuer as it is after form-decoding (Q7)', async () => {
  const arrive = (callback: URL): URL => {
    callback.searchParams.delete('iss')
    return new URL(`${callback}&iss=https%3A%2F%2Fauth%2Eexample%2Ecom`)
  }
  const { auth } = createMockWorld({ arrive })
  expect((await auth.login()).issuer).toBe(issuer)
})

it('shows nothing of an error that another issuer sent (Q8)', async () => {
  const error = {
    error: 'access_denied',
    error_description: 'Call +1 555 0100 to get in',
    error_uri: 'https://evil.example.com/help',
  }
  const world = createAnsweredWorld(true, 'https://evil.example.com', error)
  await expectRefused(world)
  const told = JSON.stringify(world.events)
  expect(Object.values(error).filter((text) => told.includes(text))).toEqual([])
})

it('tells what our issuer said of an error (Q8)', async () => {
  const { auth, mock } = createAnsweredWorld(true, issuer, {
    error: 'access_denied',
    error_description: 'Not on Sundays',
  })
  await expect(auth.login()).rejects.toMatchObject({
    code: 'access_denied',
    message: `The sign-in was denied at ${issuer} ("access_denied: Not on Sundays"). If that was not meant, sign in again.`,
  })
  expect(mock.requestsTo('token')).toEqual([])
})
