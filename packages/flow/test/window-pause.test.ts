import { describe, expect, it } from 'vitest'
import { createSession, type Session, type TokenSet } from '../src/index.ts'
import {
  assertWindowAllowed,
  nextWindowPause,
  parseWindowPause,
  type WindowPause,
} from '../src/session/window-pause.ts'
import { createWorld, type World } from './world.ts'

const server = 'https://mcp.example.com/mcp'
const key = `sign-in:${server}`
const minute = 60_000
const [a, b, c, d] = [
  'https://a.example.com',
  'https://b.example.com',
  'https://c.example.com',
  'https://d.example.com',
]

describe('windows rest after a sign-in whose tokens were refused', () => {
  it('for 10 minutes, then twice as long each time, to a day', () => {
    const pauses: number[] = []
    let [pause, now]: [WindowPause | undefined, number] = [undefined, 1]
    for (let time = 0; time < 10; time++) {
      pause = nextWindowPause(pause, a, now)
      pauses.push(pause.pause / minute)
      now += pause.pause
    }
    expect(pauses).toEqual([10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440])
  })

  it.each([
    ['for 10 minutes again where the last time is long ago', 20 * minute, 10],
    ['twice as long where it has hardly ended', 20 * minute - 1, 20],
    ['no longer for one more request with the same tokens', 10 * minute - 1, 10],
    ['for 10 minutes where the clock was set back', -1, 10],
  ])('%s', (_, later, minutes) => {
    const before = nextWindowPause(undefined, a, 0)
    expect(nextWindowPause(before, a, later).pause).toBe(minutes * minute)
  })

  it.each<[string, readonly string[], string, number, boolean]>([
    ['not before', [a], a, 10 * minute - 1, false],
    ['and then they open', [a], a, 10 * minute, true],
    ['but for another authorization server, to which the MCP server may have moved', [a], b, 1, true],
    ['and for that one when its tokens are refused too', [a, b], b, 1, false],
    ['and for every one after three: a server may name ever more', [a, b, c], d, 1, false],
    ['never after the clock was set back', [a], a, -1, true],
  ])('%s', (_, issuers, issuer, now, allowed) => {
    const ask = () => assertWindowAllowed(server, { at: 0, pause: 10 * minute, issuers }, { issuer, now })
    if (allowed) expect(ask).not.toThrow()
    else expect(ask).toThrow(expect.objectContaining({ code: 'login_required', retryAfter: 10 * minute - now }))
  })

  it.each([
    '',
    'x',
    '{}',
    '{"version":2,"at":1,"pause":1,"issuers":[]}',
    '{"version":1,"at":"1","pause":1,"issuers":[]}',
  ])('and what cannot be read is no reason: %s', (text) => {
    expect(parseWindowPause(text)).toBeUndefined()
  })

  it('for a day at most, whatever was written (H160)', () => {
    const text = JSON.stringify({ version: 1, at: 0, pause: 1e300, issuers: [a] })
    expect(() => assertWindowAllowed(server, parseWindowPause(text), { issuer: a, now: 1440 * minute - 1 })).toThrow()
    expect(() => assertWindowAllowed(server, parseWindowPause(text), { issuer: a, now: 1440 * minute })).not.toThrow()
  })
})

describe('a request that has waited for a sign-in, and is refused with its tokens', () => {
  async function refusedTwice(): Promise<World & { readonly session: Session; readonly tokens: TokenSet }> {
    const world = createWorld()
    const session = createSession(server, world.options)
    const tokens = await session.renew({ interactive: true })
    const refusal = { rejected: tokens, renewed: true, afterSignIn: true, interactive: true }
    await expect(session.renew(refusal)).rejects.toMatchObject({ code: 'login_required' })
    return { ...world, session, tokens }
  }

  it('asks nobody, and keeps the requests of every process from it', async () => {
    const { options, tokens, windows } = await refusedTwice()
    const other = createSession(server, options).renew({ rejected: tokens, interactive: true })
    await expect(other).rejects.toMatchObject({
      code: 'login_required',
      retryAfter: 10 * minute,
      message:
        'https://mcp.example.com/mcp refused the tokens of the last sign-in at once, so no request asks a person again for another 10 min. Sign in yourself to try now; if that fails in the same way, tell its operator.',
    })
    expect(windows).toHaveLength(1)
  })

  it('keeps no person from a sign-in', async () => {
    const { session, windows } = await refusedTwice()
    await session.login()
    expect(windows).toHaveLength(2)
  })

  it('keeps nobody from one for more scope', async () => {
    const { session, windows, tokens } = await refusedTwice()
    const challenge = { error: 'insufficient_scope', scope: 'mcp:admin' }
    await session.renew({ rejected: tokens, challenge, interactive: true })
    expect(windows).toHaveLength(2)
  })

  it('is forgotten with a sign-out', async () => {
    const { session, windows, store } = await refusedTwice()
    expect(await store.get(key)).toBeDefined()
    await session.logout()
    expect(await store.get(key)).toBeUndefined()
    await session.renew({ interactive: true })
    expect(windows).toHaveLength(2)
  })

  it('is noted by no token, secret or URL but that of the issuer', async () => {
    const { store } = await refusedTwice()
    expect(JSON.parse((await store.get(key)) ?? '')).toEqual({
      version: 1,
      at: Date.parse('2026-11-23T12:00:00Z'),
      pause: 10 * minute,
      issuers: ['https://auth.example.com'],
    })
  })
})
