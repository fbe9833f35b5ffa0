import type { BearerChallenge } from '@fast-agent-auth/discovery'
import { describe, expect, it } from 'vitest'
import type { TokenSet } from '../src/index.ts'
import { createTestSession, createWorld } from './world.ts'

const server = 'https://mcp.example.com/mcp'
const key = `tokens:${server}`

/** The inputs of the decision, each in every combination with the others. */
const dimensions = {
  /**
   * Nothing; the tokens that were sent; others than those; tokens that were refused within the last minute although they had
   * been renewed; tokens of which the refresh token was not accepted within the last minute.
   */
  stored: ['none', 'sent', 'other', 'refused', 'resting'],
  expired: ['valid', 'expired'],
  refreshable: ['refreshable', 'final'],
  rejected: ['rejected', 'unsent'],
  challenge: ['plain 401', 'invalid_token', 'more scope', 'granted scope'],
} as const

// The first line that fits decides; * fits all.
const table = `
stored  expired  refreshable  rejected  challenge      outcome             where a person may be asked
other   valid    *            *         *              stored              stored
sent    valid    *            unsent    *              stored              stored
refused valid    *            unsent    *              stored              stored
resting valid    *            unsent    *              stored              stored
*       *        *            *         more scope     login_required      signed in
*       *        *            rejected  granted scope  insufficient_scope  insufficient_scope
*       *        *            unsent    granted scope  login_required      signed in
sent    *        refreshable  *         *              refreshed           refreshed
other   expired  refreshable  *         *              refreshed           refreshed
refused expired  refreshable  *         *              refreshed           refreshed
refused valid    *            *         *              login_required      signed in
refused expired  final        *         *              login_required      signed in
resting *        *            *         *              login_required      signed in
sent    *        final        *         *              login_required      signed in
other   expired  final        *         *              login_required      signed in
none    *        *            *         *              login_required      signed in
`

type Case = { readonly [name in keyof typeof dimensions]: (typeof dimensions)[name][number] }

const [names = [], ...lines] = table
  .trim()
  .split('\n')
  .map((line) => line.split(/\s{2,}|(?<=\*) +|(?<=refused|resting) +/))

const cases: readonly Case[] = Object.entries(dimensions).reduce<readonly object[]>(
  (all, [name, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
  [{}],
) as readonly Case[]

const lineFor = (given: Case): readonly string[] | undefined =>
  lines.find((line) => Object.values(given).every((value, i) => line[i] === '*' || line[i] === value))

describe('what answers a refusal', () => {
  it('is decided by one line of the table for every case, and every line decides some', () => {
    expect(names).toHaveLength(7)
    expect(new Set(cases.map(lineFor))).toEqual(new Set(lines))
    expect(cases).toHaveLength(5 * 2 * 2 * 2 * 4)
  })

  it.each(cases)('$stored, $expired, $refreshable, $rejected, $challenge', async (given) => {
    const [unasked, asked] = lineFor(given)?.slice(5) ?? []
    expect(await outcomeOf(given, false)).toEqual(unasked)
    expect(await outcomeOf(given, true)).toEqual(asked)
  })
})

// The tokens that a request is sent with.
const beforehand = `
none     *        *            none
resting  expired  *            none
*        valid    *            stored
*        expired  refreshable  refreshed
*        expired  final        none
`

describe('what a request is sent with', () => {
  const rules = beforehand
    .trim()
    .split('\n')
    .map((line) => line.split(/ {2,}/))
  it.each(cases.filter(({ rejected, challenge }) => rejected === 'unsent' && challenge === 'plain 401'))(
    '$stored, $expired, $refreshable',
    async (given) => {
      const { stored, expired, refreshable } = given
      const rule = rules.find((line) =>
        [stored, expired, refreshable].every((value, i) => ['*', value].includes(line[i] ?? '')),
      )
      const { session, record, requests, world } = await prepare(given)
      const tokens = await session.token()
      const answer = tokens ? (tokens.accessToken === record?.accessToken ? 'stored' : 'refreshed') : 'none'
      expect(answer).toBe(rule?.[3])
      expect([requests(), world.windows.length]).toEqual([answer === 'refreshed' ? ['refresh_token'] : [], 1])
    },
  )
})

async function prepare({ stored, expired, refreshable }: Case) {
  const world = createWorld({ challengeScope: 'mcp:read', scopesSupported: ['mcp:read', 'mcp:write'] })
  const held = await createTestSession(server, world.options).login()
  world.mock.clear()
  const record: TokenSet = {
    ...held,
    expiresAt: world.clock.now + (expired === 'valid' ? 1_800_000 : 0),
    refreshToken: refreshable === 'final' ? undefined : held.refreshToken,
  }
  const at = world.clock.now - 59_999
  const text = JSON.stringify({
    version: 1,
    tokens: record,
    refusedAt: stored === 'refused' ? at : undefined,
    refreshFailure: stored === 'resting' ? { at, times: 1, code: 'invalid_request' } : undefined,
  })
  await world.store.update(key, async () => (stored === 'none' ? undefined : text))
  const requests = (): readonly unknown[] => world.mock.requestsTo('token').map(({ form }) => form?.get('grant_type'))
  return { world, record, requests, session: createTestSession(server, world.options) }
}

/** The outcome of a refusal, as it can be seen from outside. */
async function outcomeOf(given: Case, interactive: boolean): Promise<string> {
  const { world, record, requests, session } = await prepare(given)
  const sent = given.stored === 'other' ? { ...record, accessToken: 'older' } : record
  const rejected = given.rejected === 'rejected' ? sent : undefined
  const answer = await session.renew({ rejected, challenge: challengeOf(given), interactive }).catch(codeOf)
  world.close()
  const grants = requests().join()
  const windows = world.windows.length - 1
  if (typeof answer === 'string') return grants === '' && windows === 0 ? answer : `${answer} after ${grants}`
  if (windows === 1 && grants === 'authorization_code') return 'signed in'
  if (windows === 0 && grants === 'refresh_token' && answer.accessToken !== record.accessToken) return 'refreshed'
  return windows === 0 && grants === '' && answer.accessToken === record.accessToken ? 'stored' : 'something else'
}

function challengeOf({ challenge }: Case): BearerChallenge | undefined {
  if (challenge === 'plain 401') return undefined
  if (challenge === 'invalid_token') return { error: 'invalid_token' }
  return { error: 'insufficient_scope', scope: challenge === 'more scope' ? 'mcp:write' : 'mcp:read' }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
