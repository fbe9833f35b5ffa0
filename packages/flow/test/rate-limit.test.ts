import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { AuthorizationError, type RateLimit, rateLimitFor } from '../src/index.ts'
import { waitFor } from '../src/protocol/sliding-window.ts'

const key = 'https://mcp.example.com/mcp'

function createBrake(owner: object = {}, serverKey = key) {
  const clock = { now: 1_000_000 }
  return { clock, owner, rateLimit: rateLimitFor(owner, serverKey, () => clock.now) }
}

/** How often it may be done at this moment. */
function allowed(act: () => void): number {
  for (let count = 0; count < 1000; count++) {
    try {
      act()
    } catch {
      return count
    }
  }
  return 1000
}

const failure = (retryAfter?: number, code: 'unreachable' | 'invalid_grant' | 'invalid_response' = 'unreachable') =>
  new AuthorizationError(code, 'The token request failed.', { retryAfter })

describe('waitFor', () => {
  it.each([
    ['nothing happened yet', [], 0],
    ['there is room for one', [99_000], 0],
    ['all happened just now', [100_000, 100_000], 30_000],
    ['the first will soon be long ago', [71_000, 99_000], 1000],
    ['the first is just long ago', [70_000, 99_000], 0],
    ['there were more than allowed, until only one is left', [71_000, 80_000, 99_000], 10_000],
    ['the clock was set back since', [200_000, 200_000], 0],
  ])('where %s', (_, times, expected) => {
    expect(waitFor(times, 2, 100_000)).toBe(expected)
  })
})

const acts = {
  signIn: (rateLimit: RateLimit) => rateLimit.signIn('refusal'),
  tokenRequest: (rateLimit: RateLimit) => rateLimit.tokenRequest('authorization_code'),
  refreshRequest: (rateLimit: RateLimit) => rateLimit.tokenRequest('refresh_token'),
}

describe('a rateLimit', () => {
  it.each([
    ['5 sign-ins', 'signIn', 5],
    ['20 token requests', 'tokenRequest', 20],
    ['15 token requests for refreshes', 'refreshRequest', 15],
  ] as const)('lets %s through in any 30 s, whenever they are tried', (_, act, limit) => {
    fc.assert(
      fc.property(fc.array(fc.nat(6000), { maxLength: 120 }), (pauses) => {
        const { rateLimit, clock } = createBrake()
        const done: number[] = []
        for (const pause of pauses) {
          clock.now += pause
          if (allowedOnce(() => acts[act](rateLimit))) done.push(clock.now)
          const last = done.filter((time) => time > clock.now - 30_000)
          expect(last.length).toBeLessThanOrEqual(limit)
        }
        // And no fewer: after 30 s of nothing there is room for all.
        clock.now += 30_000
        expect(allowed(() => acts[act](rateLimit))).toBe(limit)
      }),
      hostile(500),
    )
  })

  it('counts what a person asked for apart from what a refused request began', () => {
    const { rateLimit } = createBrake()
    expect(allowed(() => rateLimit.signIn('refusal'))).toBe(5)
    expect(allowed(() => rateLimit.signIn('person'))).toBe(5)
    expect(allowed(() => rateLimit.signIn('refusal'))).toBe(0)
  })

  it.each([
    ['5 sign-ins to', (rateLimit: RateLimit) => rateLimit.signIn('person'), 5],
    ['5 sign-ins to', (rateLimit: RateLimit) => rateLimit.signIn('refusal'), 5],
    ['20 token requests for', acts.tokenRequest, 20],
    ['15 token requests for', acts.refreshRequest, 15],
  ] as const)('names our limit of %s a server, and when to try again', (what, act, limit) => {
    const { rateLimit, clock } = createBrake()
    for (let count = 0; count < limit; count++) act(rateLimit)
    clock.now += 18_500
    const message = `No more than ${what} https://mcp.example.com/mcp are made within 30 s. Try again in 12 s.`
    const tooMany = { name: 'AuthorizationError', code: 'rate_limited', retryAfter: 11_500 }
    expect(() => act(rateLimit)).toThrow(expect.objectContaining({ ...tooMany, message }))
    clock.now += 11_500
    expect(allowed(() => act(rateLimit))).toBe(limit)
  })

  const granted = (rateLimit: RateLimit) => rateLimit.answered()
  const refused = (rateLimit: RateLimit) => rateLimit.refused()
  const operator = ' The server refuses again and again what was just granted: tell its operator.'
  it.each([
    ['and again refused what it had just granted', 'refusal', [granted, refused, granted, refused], operator],
    ['refused once what it had just granted', 'refusal', [granted, refused], ''],
    ['refused the same tokens for many requests', 'refusal', [granted, refused, refused, refused], ''],
    ['refused tokens of before, which may have expired', 'refusal', [refused, refused], ''],
    ['only granted tokens', 'refusal', [granted, granted], ''],
    ['refused, but a person asked', 'person', [granted, refused, granted, refused], ''],
  ] as const)(
    'blames the operator only for sign-ins that refusals caused: the server %s',
    (_, cause, events, blame) => {
      const { rateLimit } = createBrake()
      for (const event of events) event(rateLimit)
      expect(allowed(() => rateLimit.signIn(cause))).toBe(5)
      const message = `No more than 5 sign-ins to ${key} are made within 30 s. Try again in 30 s.${blame}`
      expect(() => rateLimit.signIn(cause)).toThrow(expect.objectContaining({ code: 'rate_limited', message }))
    },
  )

  it('forgets what was refused as it forgets what was asked for', () => {
    const { rateLimit, clock } = createBrake()
    for (const event of [granted, refused, granted, refused, granted]) event(rateLimit)
    clock.now += 30_000
    rateLimit.refused()
    allowed(() => rateLimit.tokenRequest('authorization_code'))
    expect(() => rateLimit.tokenRequest('authorization_code')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('operator') }),
    )
  })

  it('begins no sign-in whose code could not be exchanged, and no refresh', () => {
    const { rateLimit } = createBrake()
    expect(allowed(() => rateLimit.tokenRequest('authorization_code'))).toBe(20)
    const tooMany = expect.objectContaining({ code: 'rate_limited', retryAfter: 30_000 })
    expect(() => rateLimit.refresh()).toThrow(tooMany)
    expect(() => rateLimit.signIn('person')).toThrow(tooMany)
    expect(() => rateLimit.signIn('refusal')).toThrow(tooMany)
  })

  it('is one for all who share a store, and another for another server, account or store', () => {
    const { owner, rateLimit } = createBrake()
    expect(allowed(() => rateLimit.signIn('person'))).toBe(5)
    expect(allowed(() => createBrake(owner).rateLimit.signIn('person'))).toBe(0)
    expect(allowed(() => createBrake(owner, `alice@${key}`).rateLimit.signIn('person'))).toBe(5)
    expect(allowed(() => createBrake(owner, 'https://other.example.com').rateLimit.signIn('person'))).toBe(5)
    const another = createBrake()
    expect(allowed(() => another.rateLimit.signIn('person'))).toBe(5)
  })

  it('names no key of the URL of a server', () => {
    const { rateLimit } = createBrake({}, 'alice@https://mcp.example.com/mcp?key=hush')
    allowed(() => rateLimit.signIn('person'))
    expect(() => rateLimit.signIn('person')).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/hush|alice/) }),
    )
  })

  it('holds nothing back after the clock was set back', () => {
    const { rateLimit, clock } = createBrake()
    allowed(() => rateLimit.signIn('person'))
    rateLimit.failed(failure(60_000), 'refresh_token')
    clock.now -= 3_600_000
    expect(allowed(() => rateLimit.signIn('person'))).toBe(5)
  })

  it('holds back no longer where many servers were used meanwhile, and no less', () => {
    const { owner, rateLimit, clock } = createBrake()
    allowed(() => rateLimit.signIn('person'))
    for (let server = 0; server < 2000; server++) {
      rateLimitFor(owner, `https://${server}.example.com`, () => clock.now).signIn('person')
    }
    expect(allowed(() => rateLimit.signIn('person'))).toBe(0)
    clock.now += 600_000
    rateLimitFor(owner, 'https://last.example.com', () => clock.now).signIn('person')
    expect(allowed(() => rateLimit.signIn('person'))).toBe(5)
  })
})

describe('a server that asks for a pause', () => {
  it('is asked for no token until it is over, not even for a sign-in', () => {
    const { rateLimit, clock } = createBrake()
    const cause = failure(60_000)
    rateLimit.failed(cause, 'authorization_code')
    clock.now += 18_000
    const again = expect.objectContaining({
      code: 'unreachable',
      retryAfter: 42_000,
      cause,
      message: 'The token request failed. That was 18 s ago; it is not asked again for another 42 s.',
    })
    for (const act of ['signIn', 'tokenRequest', 'refresh'] as const)
      expect(() => rateLimit[act]('person')).toThrow(again)
    clock.now += 42_000
    for (const act of ['signIn', 'tokenRequest', 'refresh'] as const)
      expect(() => rateLimit[act]('person')).not.toThrow()
  })
})

describe('a registration that is put off', () => {
  it('is not tried before its time, and holds back nothing else', () => {
    const { rateLimit, clock } = createBrake()
    expect(() => rateLimit.registration()).not.toThrow()
    rateLimit.failed(failure(60_000), 'registration')
    clock.now += 59_999
    expect(() => rateLimit.registration()).toThrow(expect.objectContaining({ code: 'unreachable', retryAfter: 1 }))
    for (const act of ['signIn', 'tokenRequest', 'refresh'] as const)
      expect(() => rateLimit[act]('person')).not.toThrow()
    clock.now++
    expect(() => rateLimit.registration()).not.toThrow()
  })

  it('is tried again at once where the server names no time', () => {
    const { rateLimit } = createBrake()
    rateLimit.failed(failure(), 'registration')
    expect(() => rateLimit.registration()).not.toThrow()
  })
})

describe('refreshes that fail', () => {
  it('are tried again at once after the first, then after 1 s, 2 s, 4 s and so on to 30 s', () => {
    const { rateLimit, clock } = createBrake()
    const waits: number[] = []
    for (let failures = 0; failures < 9; failures++) {
      rateLimit.failed(failure(), 'refresh_token')
      const start = clock.now
      while (!allowedOnce(() => rateLimit.refresh())) clock.now += 500
      waits.push((clock.now - start) / 1000)
    }
    expect(waits).toEqual([0, 1, 2, 4, 8, 16, 30, 30, 30])
  })

  it('keep the code of the last one, by which a caller decides what helps', () => {
    const { rateLimit } = createBrake()
    for (let count = 0; count < 2; count++) rateLimit.failed(failure(), 'refresh_token')
    expect(() => rateLimit.refresh()).toThrow(expect.objectContaining({ code: 'unreachable', retryAfter: 1000 }))
  })

  it('that were told to wait hold back no sign-in', () => {
    const { rateLimit } = createBrake()
    rateLimit.failed(failure(5000), 'refresh_token')
    expect(() => rateLimit.tokenRequest('refresh_token')).toThrow(expect.objectContaining({ retryAfter: 5000 }))
    expect(() => rateLimit.signIn('person')).not.toThrow()
    expect(() => rateLimit.tokenRequest('authorization_code')).not.toThrow()
  })

  it('hold no person back', () => {
    const { rateLimit } = createBrake()
    for (let count = 0; count < 5; count++) rateLimit.failed(failure(), 'refresh_token')
    expect(() => rateLimit.signIn('person')).not.toThrow()
    expect(() => rateLimit.tokenRequest('authorization_code')).not.toThrow()
  })

  it('are forgotten once tokens come', () => {
    const { rateLimit } = createBrake()
    for (let count = 0; count < 5; count++) rateLimit.failed(failure(), 'refresh_token')
    rateLimit.answered()
    expect(() => rateLimit.refresh()).not.toThrow()
    rateLimit.failed(failure(), 'refresh_token')
    expect(() => rateLimit.refresh()).not.toThrow()
  })

  it.each([
    ['an exchange of a code', failure(), 'authorization_code'],
    ['tokens that are dead', failure(undefined, 'invalid_grant'), 'refresh_token'],
    ['what was not accepted, which is noted with the tokens', failure(undefined, 'invalid_response'), 'refresh_token'],
    ['a caller who gave up', new Error('given up'), 'refresh_token'],
  ])('are not those of %s', (_, error, grantType) => {
    const { rateLimit } = createBrake()
    for (let count = 0; count < 5; count++) rateLimit.failed(error, grantType)
    expect(() => rateLimit.refresh()).not.toThrow()
  })
})

function allowedOnce(act: () => void): boolean {
  try {
    act()
    return true
  } catch {
    return false
  }
}

describe('what a rateLimit knows of a server', () => {
  const others = ['https://a.example.com', 'https://b.example.com'] as const

  /** How long the next refresh has to wait after one more failure, in ms; nothing after the first. */
  function pauseAfterFailure(rateLimit: RateLimit): number {
    rateLimit.failed(failure(), 'refresh_token')
    try {
      rateLimit.refresh()
      return 0
    } catch (error) {
      return (error as AuthorizationError).retryAfter ?? 0
    }
  }

  it('is forgotten where nobody has asked for ten minutes, and no sooner', () => {
    const { rateLimit, clock, owner } = createBrake()
    const other = rateLimitFor(owner, others[0], () => clock.now)
    rateLimit.failed(failure(), 'refresh_token')
    rateLimit.failed(failure(), 'refresh_token')
    clock.now += 599_999
    other.answered()
    expect(pauseAfterFailure(rateLimit)).toBe(2000)
    clock.now += 600_000
    other.answered()
    expect(pauseAfterFailure(rateLimit)).toBe(0)
  })

  it('is forgotten although somebody who was there before still asks', () => {
    const { clock, owner, rateLimit: first } = createBrake({}, others[0])
    first.answered()
    const idle = rateLimitFor(owner, others[1], () => clock.now)
    idle.failed(failure(), 'refresh_token')
    idle.failed(failure(), 'refresh_token')
    clock.now += 300_000
    first.answered()
    clock.now += 300_000
    first.answered()
    expect(pauseAfterFailure(idle)).toBe(0)
  })

  it('holds back sign-ins too, where the server has said when to come back', () => {
    const { rateLimit } = createBrake()
    rateLimit.failed(failure(5000), 'authorization_code')
    expect(() => rateLimit.tokenRequest('authorization_code')).toThrow(AuthorizationError)
    expect(() => rateLimit.signIn('person')).toThrow(AuthorizationError)
  })

  it('holds no refresh back, however often sign-ins have failed', () => {
    const { rateLimit } = createBrake()
    rateLimit.failed(failure(), 'authorization_code')
    rateLimit.failed(failure(), 'authorization_code')
    rateLimit.failed(failure(), 'authorization_code')
    expect(() => rateLimit.refresh()).not.toThrow()
  })
})
