import { describe, expect, it, vi } from 'vitest'
import { ask, formOf, formsOf, issuer, questions, recordsOf, server, type TokenAnswer } from './token-answers.ts'

const hour = 3_600_000
const refuse =
  (members: object, status = 400) =>
  () =>
    Response.json(members, { status })

describe('a refresh token that is dead', () => {
  it.each([
    ['invalid_grant', refuse({ error: 'invalid_grant' }), 'invalid_grant'],
    ['invalid_grant with 200', refuse({ error: 'invalid_grant' }, 200), 'invalid_grant'],
    ['invalid_grant with 401', refuse({ error: 'invalid_grant' }, 401), 'invalid_grant'],
    [
      'bad_refresh_token with 200, as GitHub says it (H54)',
      refuse({ error: 'bad_refresh_token' }, 200),
      'bad_refresh_token',
    ],
    ['bad_verification_code with 200', refuse({ error: 'bad_verification_code' }, 200), 'bad_verification_code'],
  ])('is told by %s: its record alone goes, and a person has to sign in', async (_, answer, word) => {
    const { error, events, store, before, session, mock, windows, held } = await ask('a refresh', answer)
    expect(error).toMatchObject({
      code: 'login_required',
      message: `${server} wants a person to sign in. The tokens could not be refreshed. ${issuer} refused the token request ("${word}"). Sign in again.`,
    })
    expect(events.filter(({ type }) => type === 'refresh_failed')).toMatchObject([
      {
        final: true,
        error: {
          code: 'invalid_grant',
          message: `${issuer} refused the token request ("${word}"). Sign in again.`,
        },
      },
    ])
    const { [`tokens:${server}`]: gone, ...others } = before
    expect(gone).toContain(held.refreshToken)
    expect(await recordsOf(store)).toEqual(others)
    expect(await session.token()).toBeUndefined()
    expect([mock.requestsTo('token').length, windows.length]).toEqual([1, 1])
  })
})

describe('a refresh that is refused in words of its own, which may speak of another client', () => {
  it.each([
    ['a text', () => new Response('Invalid client certificate', { status: 400 })],
    ['a line', () => new Response('Bad Request: the client sent invalid data', { status: 400 })],
    [
      'an error that no specification names',
      refuse({ error: 'token_expired', error_description: 'client is invalid' }),
    ],
    ['a message', refuse({ message: 'Unrecognized client_id' }, 422)],
  ])('as %s ends no sign-in and costs no registration', async (_, answer) => {
    const { error, failure, events, store, before } = await ask('a refresh', answer)
    expect(error).toMatchObject({ code: 'login_required' })
    expect(failure).toMatchObject({ code: expect.stringMatching(/^(invalid_response|unknown_server_error)$/) })
    expect(events.filter(({ type }) => type === 'refresh_failed')).toMatchObject([{ final: false }])
    expect(await recordsOf(store)).toEqual(before)
  })
})

it.each([
  ['bad_verification_code', 'invalid_grant', 'Sign in again.'],
  [
    'incorrect_client_credentials',
    'invalid_client',
    'If the client registered itself, sign in again, and if that fails in the same way, tell the operator of the server; else check the option client.',
  ],
])('a code that GitHub refuses by %s with 200 is told as %s, and costs no tokens (H54)', async (word, code, next) => {
  const answer = refuse({ error: word, error_description: 'No.', error_uri: 'https://docs.github.com/x' }, 200)
  const { error, before, store, session, held } = await ask('the exchange of a code', answer)
  const message = `${issuer} refused the token request ("${word}: No."). ${next}`
  expect(error).toMatchObject({ code, message })
  expect((await recordsOf(store))[`tokens:${server}`]).toBe(before[`tokens:${server}`])
  expect(await session.token()).toEqual(held)
})

describe('an answer that is lost after the server has rotated the refresh token', () => {
  /** The time is over when the server has done its part, and before anybody hears of it. */
  function loseAnswer(timeLimit = 30_000): TokenAnswer {
    const limits: AbortController[] = []
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((limit) => {
      const controller = new AbortController()
      if (limit === timeLimit) limits.push(controller)
      return controller.signal
    })
    return async (_, answer) => {
      const response = await answer()
      limits.at(-1)?.abort(new DOMException('', 'TimeoutError'))
      return response
    }
  }
  const lateAfter = (seconds: number) => ({
    code: 'unreachable',
    message: `The token request to ${issuer} failed: no answer within ${seconds} s. Try again later.`,
  })
  const late = lateAfter(30)

  it.each(questions)(
    'is told at %s, nothing is sent twice, and nothing that was kept is lost (H60)',
    async (question) => {
      // A code cannot be sent again, and a person waits.
      const seconds = question === 'a refresh' ? 30 : 60
      const asked = await ask(question, loseAnswer(seconds * 1000))
      expect(asked.error).toMatchObject(lateAfter(seconds))
      expect(formsOf(asked)).toEqual([formOf(question, asked)])
      expect(await recordsOf(asked.store)).toEqual(asked.before)
      expect(asked.windows).toHaveLength(question === 'a refresh' ? 1 : 2)
    },
  )

  it('opens no window, although the person might be asked', async () => {
    const { session, mock, windows, held } = await ask('a refresh', loseAnswer())
    await expect(session.renew({ rejected: held, interactive: true })).rejects.toMatchObject(late)
    await expect(session.login()).resolves.toEqual(held)
    expect([mock.requestsTo('token').length, windows.length]).toEqual([2, 1])
  })

  it('is asked for once more with the same refresh token, and then only a person can help (H60)', async () => {
    const asked = await ask('a refresh', loseAnswer())
    const { session, mock, clock, store, events, held } = asked
    mock.override.token = undefined
    clock.now += 2 * hour
    expect(await session.token()).toBeUndefined()
    expect(await session.token()).toBeUndefined()
    expect(formsOf(asked).map(({ refresh_token }) => refresh_token)).toEqual([held.refreshToken, held.refreshToken])
    expect(await store.get(`tokens:${server}`)).toBeUndefined()
    expect(events.filter(({ type }) => type === 'refresh_failed')).toMatchObject([
      { final: false, error: late },
      { final: true, error: { code: 'invalid_grant' } },
    ])
  })

  it('is made up for where the server takes the old refresh token once more', async () => {
    const { session, mock, held, windows } = await ask('a refresh', loseAnswer(), { rotation: false })
    mock.override.token = undefined
    const tokens = await session.renew({ rejected: held })
    expect(tokens.accessToken).toBe(mock.accessTokens.at(-1)?.value)
    expect(windows).toHaveLength(1)
  })
})
