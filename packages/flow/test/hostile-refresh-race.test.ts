import { describe, expect, it } from 'vitest'
import { createSession } from '../src/index.ts'
import { ask, formsOf, server } from './token-answers.ts'
import { createGate, createWorld } from './world.ts'

const hour = 3_600_000

describe('of two processes that refresh at the same time', () => {
  it.each(['renew', 'token'] as const)(
    'the second (%s) takes the tokens of the first, and sends nothing',
    async (how) => {
      const world = createWorld()
      const [first, second] = [createSession(server, world.options), createSession(server, world.options)]
      const held = await first.login()
      await second.token()
      world.mock.clear()
      world.clock.now += 2 * hour
      const [sent, answered] = [createGate(), createGate()]
      world.mock.override.token = async (_, answer) => {
        sent.open()
        await answered.passed
        return answer()
      }
      const ofFirst = first.renew({ rejected: held })
      await sent.passed
      const ofSecond = how === 'renew' ? second.renew({ rejected: held }) : second.token()
      answered.open()
      expect(await ofSecond).toEqual(await ofFirst)
      expect(formsOf(world).map(({ refresh_token }) => refresh_token)).toEqual([held.refreshToken])
      expect(world.mock.refreshTokens.map(({ state }) => state)).toEqual(['used', 'live'])
      expect(JSON.parse((await world.store.get(`tokens:${server}`)) ?? '').tokens).toEqual(await ofFirst)
    },
  )

  it('the second, where the first was told that the refresh token is dead, sends it no more', async () => {
    const { session, mock, options, held } = await ask('a refresh', () =>
      Response.json({ error: 'invalid_grant' }, { status: 400 }),
    )
    const second = createSession(server, options)
    await expect(second.renew({ rejected: held })).rejects.toMatchObject({ code: 'login_required' })
    await expect(session.renew({ rejected: held })).rejects.toMatchObject({ code: 'login_required' })
    expect(mock.requestsTo('token')).toHaveLength(1)
  })
})
