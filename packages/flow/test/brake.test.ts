import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { AuthorizationError, type Brake, brakeFor } from '../src/index.ts'
import { waitFor } from '../src/protocol/sliding-window.ts'

const key = 'https://mcp.example.com/mcp'

function createBrake(owner: object = {}, serverKey = key) {
  const clock = { now: 1_000_000 }
  return { clock, owner, brake: brakeFor(owner, serverKey, () => clock.now) }
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
  signIn: (brake: Brake) => brake.signIn('refusal'),
  tokenRequest: (brake: Brake) => brake.tokenRequest('authorization_code'),
  refreshRequest: (brake: Brake) => brake.tokenRequest('refresh_token'),
}

describe('a brake', () => {
  it.each([
    ['5 sign-ins', 'signIn', 5],
    ['20 token requests', 'tokenRequest', 20],
    ['15 token requests for refreshes', 'refreshRequest', 15],
  ] as const)('lets %s through in any 30 s, whenever they are tried', (_, act, limit) => {
    fc.assert(
      fc.property(fc.array(fc.nat(6000), { maxLength: 120 }), (pauses) => {
        const { brake, clock } = createBrake()
        const done: number[] = []
        for (const pause of pauses) {
          clock.now += pause
          if (allowedOnce(() => acts[act](brake))) done.push(clock.now)
          const last = done.filter((time) => time > clock.now - 30_000)
          expect(last.length).toBeLessThanOrEqual(limit)
        }
        // And no fewer: after 30 s of nothing there is room for all.
        clock.now += 30_000
        expect(allowed(() => acts[act](brake))).toBe(limit)
      }),
      hostile(500),
    )
  })

  it('counts what a person asked for apart from what a refused request began', () => {
    const { brake } = createBrake()
    expect(allowed(() => brake.signIn('refusal'))).toBe(5)
    expect(allowed(() => brake.signIn('person'))).toBe(5)
    expect(allowed(() => brake.signIn('refusal'))).toBe(0)
  })

  it.each([
    ['5 sign-ins to', (brake: Brake) => brake.signIn('person'), 5],
    ['5 sign-ins to', (brake: Brake) => brake.signIn('refusal'), 5],
    ['20 token requests for', acts.tokenRequest, 20],
    ['15 token requests for', acts.refreshRequest, 15],
  ] as const)('names our limit of %s a server, and when to try again', (what, act, limit) => {
    const { brake, clock } = createBrake()
    for (let count = 0; count < limit; count++) act(brake)
    clock.now += 18_500
    const message = `No more than ${what} https://mcp.example.com/mcp are made within 30 s. Try again in 12 s.`
    const tooMany = { name: 'AuthorizationError', code: 'rate_limited', retryAfter: 11_500 }
    expect(() => act(brake)).toThrow(expect.objectContaining({ ...tooMany, message }))
    clock.now += 11_500
    expect(allowed(() => act(brake))).toBe(limit)
  })

  const granted = (brake: Brake) => brake.answered()
  const refused = (brake: Brake) => brake.refused()
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
      const { brake } = createBrake()
      for (const event of events) event(brake)
      expect(allowed(() => brake.signIn(cause))).toBe(5)
      const message = `No more than 5 sign-ins to ${key} are made within 30 s. Try again in 30 s.${blame}`
      expect(() => brake.signIn(cause)).toThrow(expect.objectContaining({ code: 'rate_limited', message }))
    },
  )

  it('forgets what was refused as it forgets what was asked for', () => {
    const { brake, clock } = createBrake()
    for (const event of [granted, refused, granted, refused, granted]) event(brake)
    clock.now += 30_000
    brake.refused()
    allowed(() => brake.tokenRequest('authorization_code'))
    expect(() => brake.tokenRequest('authorization_code')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('operator') }),
    )
  })

  it('begins no sign-in whose code could not be exchanged, and no refresh', () => {
    const { brake } = createBrake()
    expect(allowed(() => brake.tokenRequest('authorization_code'))).toBe(20)
    const tooMany = expect.objectContaining({ code: 'rate_limited', retryAfter: 30_000 })
    expect(() => brake.refresh()).toThrow(tooMany)
    expect(() => brake.signIn('person')).toThrow(tooMany)
    expect(() => brake.signIn('refusal')).toThrow(tooMany)
  })

  it('is one for all who share a store, and another for another server, account or store', () => {
    const { owner, brake } = createBrake()
    expect(allowed(() => brake.signIn('person'))).toBe(5)
    expect(allowed(() => createBrake(owner).brake.signIn('person'))).toBe(0)
    expect(allowed(() => createBrake(owner, `alice@${key}`).brake.signIn('person'))).toBe(5)
    expect(allowed(() => createBrake(owner, 'https://other.example.com').brake.signIn('person'))).toBe(5)
    const another = createBrake()
    expect(allowed(() => another.brake.signIn('person'))).toBe(5)
  })

  it('names no key of the URL of a server', () => {
    const { brake } = createBrake({}, 'alice@https://mcp.example.com/mcp?key=hush')
    allowed(() => brake.signIn('person'))
    expect(() => brake.signIn('person')).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/hush|alice/) }),
    )
  })

  it('holds nothing back after the clock was set back', () => {
    const { brake, clock } = createBrake()
    allowed(() => brake.signIn('person'))
    brake.failed(failure(60_000), 'refresh_token')
    clock.now -= 3_600_000
    expect(allowed(() => brake.signIn('person'))).toBe(5)
  })

  it('holds back no longer where many servers were used meanwhile, and no less', () => {
    const { owner, brake, clock } = createBrake()
    allowed(() => brake.signIn('person'))
    for (let server = 0; server < 2000; server++) {
      brakeFor(owner, `https://${server}.example.com`, () => clock.now).signIn('person')
    }
    expect(allowed(() => brake.signIn('person'))).toBe(0)
    clock.now += 600_000
    brakeFor(owner, 'https://last.example.com', () => clock.now).signIn('person')
    expect(allowed(() => brake.signIn('person'))).toBe(5)
  })
})

describe('a server that asks for a pause', () => {
  it('is asked for no token until it is over, not even for a sign-in', () => {
    const { brake, clock } = createBrake()
    const cause = failure(60_000)
    brake.failed(cause, 'authorization_code')
    clock.now += 18_000
    const again = expect.objectContaining({
      code: 'unreachable',
      retryAfter: 42_000,
      cause,
      message: 'The token request failed. That was 18 s ago; it is not asked again for another 42 s.',
    })
    for (const act of ['signIn', 'tokenRequest', 'refresh'] as const) expect(() => brake[act]('person')).toThrow(again)
    clock.now += 42_000
    for (const act of ['signIn', 'tokenRequest', 'refresh'] as const) expect(() => brake[act]('person')).not.toThrow()
  })
})

describe('a registration that is put off', () => {
  it('is not tried before its time, and holds back nothing else', () => {
    const { brake, clock } = createBrake()
    expect(() => brake.registration()).not.toThrow()
    brake.failed(failure(60_000), 'registration')
    clock.now += 59_999
    expect(() => brake.registration()).toThrow(expect.objectContaining({ code: 'unreachable', retryAfter: 1 }))
    for (const act of ['signIn', 'tokenRequest', 'refresh'] as const) expect(() => brake[act]('person')).not.toThrow()
    clock.now++
    expect(() => brake.registration()).not.toThrow()
  })

  it('is tried again at once where the server names no time', () => {
    const { brake } = createBrake()
    brake.failed(failure(), 'registration')
    expect(() => brake.registration()).not.toThrow()
  })
})

describe('refreshes that fail', () => {
  it('are tried again at once after the first, then after 1 s, 2 s, 4 s and so on to 30 s', () => {
    const { brake, clock } = createBrake()
    const waits: number[] = []
    for (let failures = 0; failures < 9; failures++) {
      brake.failed(failure(), 'refresh_token')
      const start = clock.now
      while (!allowedOnce(() => brake.refresh())) clock.now += 500
      waits.push((clock.now - start) / 1000)
    }
    expect(waits).toEqual([0, 1, 2, 4, 8, 16, 30, 30, 30])
  })

  it('keep the code of the last one, by which a caller decides what helps', () => {
    const { brake } = createBrake()
    for (let count = 0; count < 2; count++) brake.failed(failure(), 'refresh_token')
    expect(() => brake.refresh()).toThrow(expect.objectContaining({ code: 'unreachable', retryAfter: 1000 }))
  })

  it('that were told to wait hold back no sign-in', () => {
    const { brake } = createBrake()
    brake.failed(failure(5000), 'refresh_token')
    expect(() => brake.tokenRequest('refresh_token')).toThrow(expect.objectContaining({ retryAfter: 5000 }))
    expect(() => brake.signIn('person')).not.toThrow()
    expect(() => brake.tokenRequest('authorization_code')).not.toThrow()
  })

  it('hold no person back', () => {
    const { brake } = createBrake()
    for (let count = 0; count < 5; count++) brake.failed(failure(), 'refresh_token')
    expect(() => brake.signIn('person')).not.toThrow()
    expect(() => brake.tokenRequest('authorization_code')).not.toThrow()
  })

  it('are forgotten once tokens come', () => {
    const { brake } = createBrake()
    for (let count = 0; count < 5; count++) brake.failed(failure(), 'refresh_token')
    brake.answered()
    expect(() => brake.refresh()).not.toThrow()
    brake.failed(failure(), 'refresh_token')
    expect(() => brake.refresh()).not.toThrow()
  })

  it.each([
    ['an exchange of a code', failure(), 'authorization_code'],
    ['tokens that are dead', failure(undefined, 'invalid_grant'), 'refresh_token'],
    ['what was not accepted, which is noted with the tokens', failure(undefined, 'invalid_response'), 'refresh_token'],
    ['a caller who gave up', new Error('given up'), 'refresh_token'],
  ])('are not those of %s', (_, error, grantType) => {
    const { brake } = createBrake()
    for (let count = 0; count < 5; count++) brake.failed(error, grantType)
    expect(() => brake.refresh()).not.toThrow()
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

describe('what a brake knows of a server', () => {
  const others = ['https://a.example.com', 'https://b.example.com'] as const

  /** How long the next refresh has to wait after one more failure, in ms; nothing after the first. */
  function pauseAfterFailure(brake: Brake): number {
    brake.failed(failure(), 'refresh_token')
    try {
      brake.refresh()
      return 0
    } catch (error) {
      return (error as AuthorizationError).retryAfter ?? 0
    }
  }

  it('is forgotten where nobody has asked for ten minutes, and no sooner', () => {
    const { brake, clock, owner } = createBrake()
    const other = brakeFor(owner, others[0], () => clock.now)
    brake.failed(failure(), 'refresh_token')
    brake.failed(failure(), 'refresh_token')
    clock.now += 599_999
    other.answered()
    expect(pauseAfterFailure(brake)).toBe(2000)
    clock.now += 600_000
    other.answered()
    expect(pauseAfterFailure(brake)).toBe(0)
  })

  it('is forgotten although somebody who was there before still asks', () => {
    const { clock, owner, brake: first } = createBrake({}, others[0])
    first.answered()
    const idle = brakeFor(owner, others[1], () => clock.now)
    idle.failed(failure(), 'refresh_token')
    idle.failed(failure(), 'refresh_token')
    clock.now += 300_000
    first.answered()
    clock.now += 300_000
    first.answered()
    expect(pauseAfterFailure(idle)).toBe(0)
  })

  it('holds back sign-ins too, where the server has said when to come back', () => {
    const { brake } = createBrake()
    brake.failed(failure(5000), 'authorization_code')
    expect(() => brake.tokenRequest('authorization_code')).toThrow(AuthorizationError)
    expect(() => brake.signIn('person')).toThrow(AuthorizationError)
  })

  it('holds no refresh back, however often sign-ins have failed', () => {
    const { brake } = createBrake()
    brake.failed(failure(), 'authorization_code')
    brake.failed(failure(), 'authorization_code')
    brake.failed(failure(), 'authorization_code')
    expect(() => brake.refresh()).not.toThrow()
  })
})
