import { describe, expect, it } from 'vitest'
import { type CallbackRequest, checkRequest } from '../src/check-request.ts'

const expected = { host: '127.0.0.1', path: '/callback', state: 'state-1' } as const
const ours: CallbackRequest = {
  method: 'GET',
  target: '/callback?code=a%20code&state=state-1',
  hosts: ['127.0.0.1:3030'],
  port: 3030,
}

describe('the answer that we wait for', () => {
  it('is handed on as the redirect URI with the query as it was sent', () => {
    expect(checkRequest(ours, expected)).toEqual({
      kind: 'ours',
      url: new URL('http://127.0.0.1:3030/callback?code=a%20code&state=state-1'),
    })
  })

  it('is the redirect URI also where the browser used another name of this host', () => {
    const verdict = checkRequest({ ...ours, hosts: ['LOCALHOST:3030'] }, expected)
    expect(verdict).toMatchObject({ kind: 'ours', url: { host: '127.0.0.1:3030' } })
  })

  it('may say that the sign-in failed', () => {
    expect(checkRequest({ ...ours, target: '/callback?error=access_denied&state=state-1' }, expected).kind).toBe('ours')
  })

  it('comes without a port in the Host header on port 80', () => {
    expect(checkRequest({ ...ours, hosts: ['127.0.0.1'], port: 80 }, expected)).toMatchObject({
      url: new URL('http://127.0.0.1/callback?code=a%20code&state=state-1'),
    })
  })
})

describe('an answer by POST', () => {
  it.each([
    ['with our state in its address', ours.target, { kind: 'ours' }],
    ['without a query', '/callback', { kind: 'stray', reason: 'posted', hasError: false }],
    ['with an error and no state', '/callback?error=x', { kind: 'stray', reason: 'posted', hasError: true }],
    ['with an empty state', '/callback?code=x&state=', { kind: 'stray', reason: 'posted' }],
    ['with another state', '/callback?code=x&state=state-2', { kind: 'stray', reason: 'wrong_state' }],
    ['with our state twice', '/callback?state=state-1&state=state-1', { kind: 'stray', reason: 'repeated_state' }],
  ])('%s', (_name, target, verdict) => {
    expect(checkRequest({ ...ours, method: 'POST', target }, expected)).toMatchObject(verdict)
  })
})

describe('a stray answer', () => {
  it.each([
    ['without a query', '/callback', 'no_state', false],
    ['without a state', '/callback?code=x', 'no_state', false],
    ['without a state, with an error', '/callback?error=access_denied', 'no_state', true],
    ['with an empty state', '/callback?code=x&state=', 'no_state', false],
    ['with another state', '/callback?code=x&state=state-2', 'wrong_state', false],
    ['with another state and an error', '/callback?error=x&state=state-2', 'wrong_state', true],
    ['with a longer state', '/callback?state=state-11', 'wrong_state', false],
    ['with the state in another case', '/callback?state=STATE-1', 'wrong_state', false],
    ['with our state twice', '/callback?state=state-1&state=state-1', 'repeated_state', false],
    ['with ours and another one', '/callback?state=state-2&state=state-1', 'repeated_state', false],
    ['with ours and an empty one', '/callback?state=state-1&state=', 'repeated_state', false],
    ['with an encoded second state', '/callback?state=state-1&%73tate=x', 'repeated_state', false],
    ['with the state in another parameter', '/callback?STATE=state-1', 'no_state', false],
  ])('%s is told apart', (_name, target, reason, hasError) => {
    expect(checkRequest({ ...ours, target }, expected)).toEqual({ kind: 'stray', reason, hasError })
  })
})

describe('another path', () => {
  it.each([
    ['the root', '/?state=state-1'],
    ['the icon', '/favicon.ico'],
    ['robots.txt', '/robots.txt'],
    ['dot segments', '/callback/../x?state=state-1'],
    ['dot segments that lead to us', '/x/../callback?state=state-1'],
    ['two slashes', '//callback?state=state-1'],
    ['an encoded slash', '/callback%2f?state=state-1'],
    ['an encoded letter', '/%63allback?state=state-1'],
    ['a slash at the end', '/callback/?state=state-1'],
    ['another case', '/Callback?state=state-1'],
    ['a longer path', '/callbacks?state=state-1'],
  ])('is told apart: %s', (_name, target) => {
    expect(checkRequest({ ...ours, target }, expected)).toEqual({ kind: 'elsewhere' })
  })

  it('is refused for another host all the same', () => {
    const verdict = checkRequest({ ...ours, target: '/', hosts: ['evil.example:3030'] }, expected)
    expect(verdict).toMatchObject({ kind: 'refused', status: 400 })
  })
})

describe('a request that is refused', () => {
  it.each<[string, Partial<CallbackRequest>, number]>([
    ['POST to another path', { method: 'POST', target: '/' }, 404],
    ['HEAD of another path', { method: 'HEAD', target: '/favicon.ico' }, 404],
    ['HEAD', { method: 'HEAD' }, 405],
    ['OPTIONS', { method: 'OPTIONS' }, 405],
    ['the absolute form', { target: 'http://127.0.0.1:3030/callback?state=state-1' }, 400],
    ['the asterisk form', { method: 'OPTIONS', target: '*' }, 400],
    ['a fragment', { target: '/callback?state=state-1#x' }, 400],
    ['another host', { hosts: ['evil.example:3030'] }, 400],
    ['a host that begins like ours', { hosts: ['127.0.0.1.evil.example:3030'] }, 400],
    ['another port', { hosts: ['127.0.0.1:3031'] }, 400],
    ['no port', { hosts: ['127.0.0.1'] }, 400],
    ['no host', { hosts: [] }, 400],
    ['two hosts', { hosts: ['127.0.0.1:3030', '127.0.0.1:3030'] }, 400],
    ['the other address family', { hosts: ['[::1]:3030'] }, 400],
    ['more than 16 KB', { target: `/callback?state=state-1&code=${'x'.repeat(16 * 1024)}` }, 414],
  ])('%s', (_name, change, status) => {
    expect(checkRequest({ ...ours, ...change }, expected)).toMatchObject({ kind: 'refused', status })
  })

  it.each<[Partial<CallbackRequest>, string]>([
    [{ hosts: [] }, 'Wrong Host header.'],
    [{ target: '*' }, 'Wrong request target.'],
    [{ target: `/${'x'.repeat(16 * 1024)}` }, 'The address is too long.'],
    [{ method: 'POST', target: '/' }, 'Not found.'],
    [{ method: 'PUT' }, 'Only GET and POST are answered here.'],
  ])('is told why: %o', (change, text) => {
    expect(checkRequest({ ...ours, ...change }, expected)).toMatchObject({ kind: 'refused', text })
  })

  it('is none of just 16 KB', () => {
    const target = '/callback?state=state-1&code='
    expect(checkRequest({ ...ours, target: target.padEnd(16 * 1024, 'x') }, expected)).toMatchObject({ kind: 'ours' })
  })

  it.each([
    ['localhost', ['localhost:3030', '127.0.0.1:3030', '[::1]:3030']],
    ['127.0.0.1', ['127.0.0.1:3030', 'localhost:3030']],
    ['[::1]', ['[::1]:3030', 'localhost:3030']],
  ] as const)('is none that names %s as browsers do', (host, headers) => {
    const kinds = headers.map((header) => checkRequest({ ...ours, hosts: [header] }, { ...expected, host }).kind)
    expect(kinds).toEqual(headers.map(() => 'ours'))
  })
})
