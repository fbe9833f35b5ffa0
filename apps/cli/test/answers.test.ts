import type { MockServer } from '@fast-agent-auth/mock-server'
import { describe, expect, it } from 'vitest'
import { startMock } from './support/servers.ts'
import { runHere } from './support/world.ts'

/** Metadata of the authorization server with other members. */
function changeMetadata(mock: MockServer, members: object): void {
  mock.override.authorizationServerMetadata = async (_, answer) =>
    Response.json({ ...(await (await answer()).json()), ...members })
}

describe('without a terminal and a display', () => {
  const env = {}
  it.each([
    ['says nothing of PKCE', { code_challenge_methods_supported: undefined }, /does not say that it supports PKCE/],
    ['has no S256', { code_challenge_methods_supported: ['plain'] }, /does not support the PKCE method S256/],
    [
      'registers no clients',
      { registration_endpoint: undefined },
      /registers no clients by itself\.\nhint: Register an/,
    ],
  ])('login does not send to a terminal where the server %s, which it says', async (_, members, text) => {
    const mock = await startMock()
    changeMetadata(mock, members)
    const { code, stderr } = await runHere(['login', mock.serverUrl], { env })
    expect(code).toBe(1)
    expect(stderr).toMatch(text)
    expect(stderr).not.toContain('terminal')
    expect(mock.requestsTo('register')).toEqual([])
  })
})

describe('an answer from the browser', () => {
  it.each([
    ['a denial', 'deny', false],
    ['a code', 'approve', true],
  ] as const)('is said to be exchanged for tokens only where it is: %s', async (_, consent, said) => {
    const mock = await startMock({ consent })
    const { stdout } = await runHere(['login', mock.serverUrl, '--no-browser', '--redirect-port', '0'], {
      browser: mock.openBrowser,
    })
    expect(stdout.includes('Answer received. Fetching the tokens.')).toBe(said)
    expect(mock.requestsTo('token')).toHaveLength(Number(said))
  })

  it('that denies a sign-in of another command gives that command', async () => {
    const mock = await startMock({ consent: 'deny' })
    const { code, stderr } = await runHere(['tools', mock.serverUrl, '--no-browser'], { browser: mock.openBrowser })
    expect(code).toBe(3)
    expect(stderr).toMatch(/\nerror: The sign-in was denied at .*\.\n/)
    expect(stderr.endsWith(`\nhint: fast-agent-auth tools ${mock.serverUrl} --no-browser\n`)).toBe(true)
  })
})
