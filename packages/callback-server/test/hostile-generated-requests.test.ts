import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { type CallbackRequest, checkRequest } from '../src/check-request.ts'
import { checkState } from '../src/check-state.ts'
import { loopbackHosts } from '../src/redirect-uri.ts'
import { path, requests, state } from './hostile-requests.ts'

/** The rule, told without the code that keeps it. */
function isOurs({ method, target, hosts, port }: CallbackRequest, host: string): boolean {
  const [named = ''] = hosts
  const names = host === 'localhost' ? loopbackHosts : [host, 'localhost']
  // Browsers leave the port 80 out.
  const authorities = names.map((name) => (port === 80 ? name : `${name}:${port}`))
  const isHere = hosts.length === 1 && authorities.includes(named.toLowerCase())
  const query = target.startsWith(`${path}?`) ? target.slice(path.length) : ''
  const states = new URLSearchParams(query).getAll('state')
  const isClean = !/[#\p{Cc}]/u.test(target) && target.length <= 16 * 1024
  return (method === 'GET' || method === 'POST') && isHere && isClean && states.length === 1 && states[0] === state
}

describe('whatever is requested', () => {
  it('is taken for our answer only where it is a GET or POST of our very path, for our host, with our state once (H42, H44, V3)', () => {
    const taken = { yes: 0, no: 0 }
    fc.assert(
      fc.property(requests, fc.constantFrom(...loopbackHosts), (request, host) => {
        const expected = isOurs(request, host)
        taken[expected ? 'yes' : 'no']++
        expect(checkRequest(request, { host, path, state }).kind === 'ours').toBe(expected)
      }),
      hostile(2000),
    )
    expect([taken.yes > 20, taken.no > 200]).toEqual([true, true])
  })

  it('is handed on as our redirect URI with the query that was sent, and with nothing else of the request', () => {
    fc.assert(
      fc.property(requests, fc.constantFrom(...loopbackHosts), (request, host) => {
        const verdict = checkRequest(request, { host, path, state })
        if (verdict.kind !== 'ours') return
        const port = request.port === 80 ? '' : `:${request.port}`
        expect(`${verdict.url.origin}${verdict.url.pathname}`).toBe(`http://${host}${port}${path}`)
        expect([verdict.url.hash, verdict.url.username, verdict.url.password]).toEqual(['', '', ''])
        const sent = new URLSearchParams(request.target.slice(path.length))
        expect([...verdict.url.searchParams]).toEqual([...sent])
      }),
      hostile(1000),
    )
  })

  it('is refused with a status and words that hold nothing of it', () => {
    const texts = [
      'Wrong Host header.',
      'Wrong request target.',
      'The address is too long.',
      'Not found.',
      'Only GET and POST are answered here.',
    ]
    const reasons = ['no_state', 'wrong_state', 'repeated_state', 'posted']
    fc.assert(
      fc.property(requests, (request) => {
        const verdict = checkRequest(request, { host: '127.0.0.1', path, state })
        if (verdict.kind === 'refused') expect([400, 404, 405, 414]).toContain(verdict.status)
        if (verdict.kind === 'refused') expect(texts).toContain(verdict.text)
        if (verdict.kind === 'stray') expect(reasons).toContain(verdict.reason)
      }),
      hostile(1000),
    )
  })
})

it('no other text than the state itself is taken for it (H42)', () => {
  const texts = fc.string({ unit: 'binary', minLength: 1 })
  fc.assert(
    fc.property(texts, fc.oneof(texts, fc.constant('')), (ours, other) => {
      expect(checkState(new URLSearchParams({ state: ours }), ours)).toBeUndefined()
      for (const foreign of [other, `${ours}${other}x`, ours.slice(1), `${ours}\u0000`].filter(
        (each) => each !== ours,
      )) {
        expect(checkState(new URLSearchParams({ state: foreign }), ours)).toMatch(/^(?:no|wrong)_state$/)
      }
    }),
    hostile(1000),
  )
})
