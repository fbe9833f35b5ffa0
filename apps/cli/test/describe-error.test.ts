import { DiscoveryError } from '@fast-agent-auth/discovery'
import { AuthorizationError, type AuthorizationErrorCode } from '@fast-agent-auth/flow'
import { assertPkceSupported } from '@fast-agent-auth/pkce'
import { KeyringError } from '@fast-agent-auth/token-store-keyring'
import { describe, expect, it } from 'vitest'
import { CliError } from '../src/errors/cli-error.ts'
import { describeError } from '../src/errors/describe-error.ts'
import { serverFailureError } from '../src/sign-in/server-failure.ts'

const serverUrl = 'https://mcp.example.com/mcp'

describe('describeError', () => {
  it.each<[AuthorizationErrorCode, number]>([
    ['access_denied', 3],
    ['login_required', 3],
    ['timed_out', 3],
    ['insufficient_scope', 3],
    ['invalid_scope', 3],
    ['unknown_server_error', 3],
    ['unreachable', 4],
    ['server_error', 4],
    ['temporarily_unavailable', 4],
    ['invalid_option', 2],
    ['registration_required', 1],
    ['invalid_response', 1],
    ['issuer_mismatch', 1],
    ['state_mismatch', 1],
  ])('ends with the code of its kind after %s', (code, exitCode) => {
    expect(describeError(new AuthorizationError(code, 'No.'))).toMatchObject({ message: 'No.', exitCode })
  })

  it('ends with 4 where discovery finds nobody, and with 1 where what it finds is wrong', () => {
    expect(describeError(new DiscoveryError('unreachable', 'No.')).exitCode).toBe(4)
    expect(describeError(new DiscoveryError('no_metadata', 'No.')).exitCode).toBe(1)
  })

  it('says how the option is written in a configuration that a server without PKCE needs', () => {
    const failure = (codeChallengeMethodsSupported: string[] | undefined) => {
      try {
        return assertPkceSupported({ issuer: 'https://a.example', codeChallengeMethodsSupported })
      } catch (error) {
        return describeError(error)
      }
    }
    const hint =
      'If you know that it does, sign in with --set allow.unadvertisedPkce=true, or set auth.allow.unadvertised_pkce of the server in fast-agent.yaml.'
    expect(failure(undefined)).toMatchObject({ code: 'pkce_unsupported', exitCode: 1, hint })
    // That option would not help.
    expect(failure(['plain'])?.hint).toMatch(/^If its metadata is wrong, sign in with --set 'authorizationServer=/)
  })

  it.each([
    ['unavailable', 'token', 4, [`fast-agent-auth login ${serverUrl} --account me --store file`]],
    ['unavailable', 'login', 4, [`fast-agent-auth login ${serverUrl} --account me --store file`]],
    ['unavailable', 'clear', 4, undefined],
    // Another program wrote what is in it.
    ['later_version', 'token', 1, undefined],
  ] as const)('names another store where the keychain is %s for %s', (code, command, exitCode, commands) => {
    const subject = { target: serverUrl, account: 'me', store: 'keyring' }
    const attempt = { argv: [command, serverUrl], invocation: 'fast-agent-auth', subject }
    expect(describeError(new KeyringError(code, 'No.'), attempt)).toMatchObject({ exitCode })
    expect(describeError(new KeyringError(code, 'No.'), attempt).commands).toEqual(commands)
  })

  it('names the very command that signs in', () => {
    const error = new AuthorizationError('login_required', 'Sign in.')
    expect(
      describeError(error, {
        argv: [],
        invocation: 'fast-agent-auth',
        subject: { target: serverUrl, account: "o'neil", store: 'file' },
      }).commands,
    ).toEqual([`fast-agent-auth login ${serverUrl} --account 'o'\\''neil' --store file`])
  })

  it('shows one line, and neither the cause nor control characters of a server', () => {
    const error = new Error('Refused: a\nb\u001B[31m', { cause: new Error('secret') })
    expect(describeError(error)).toEqual({ message: 'Refused: a b [31m', code: 'failed', exitCode: 1 })
  })

  it('takes what is no error as it is', () => {
    expect(describeError('oops')).toEqual({ message: 'oops', code: 'failed', exitCode: 1 })
  })

  it('leaves a failure that describes itself alone', () => {
    expect(describeError(new CliError(2, 'Wrong.', { hint: 'Do this.', commands: ['this'] }))).toEqual({
      message: 'Wrong.',
      code: 'usage',
      hint: 'Do this.',
      commands: ['this'],
      exitCode: 2,
    })
  })
})

describe('serverFailureError', () => {
  const wrapped = (cause: unknown): Error => new Error('Version negotiation probe failed', { cause })
  const withCode = (code: string): Error => Object.assign(new Error('connect'), { code })
  const withStatus = (status: number): Error => Object.assign(new Error('<html>'), { data: { status } })

  it.each([
    [
      'a refused connection',
      wrapped(new TypeError('fetch failed', { cause: withCode('ECONNREFUSED') })),
      4,
      'cannot be reached (ECONNREFUSED)',
    ],
    [
      'a bad certificate',
      new TypeError('fetch failed', { cause: withCode('CERT_HAS_EXPIRED') }),
      4,
      'cannot be reached (its certificate has expired: CERT_HAS_EXPIRED)',
    ],
    ['a fetch that says nothing', wrapped(new TypeError('fetch failed')), 4, 'cannot be reached.'],
    ['silence', withCode('REQUEST_TIMEOUT'), 4, 'does not answer'],
    ['a 503', withStatus(503), 4, 'answered 503'],
    ['a 401', withStatus(401), 1, 'answered 401: it does not accept the credentials that were sent'],
    [
      'an answer without a type',
      Object.assign(new Error('Unexpected'), { code: 'CLIENT_HTTP_UNEXPECTED_CONTENT', data: { contentType: null } }),
      1,
      'answered with other data, which is not MCP',
    ],
    [
      'a 302 elsewhere',
      withStatus(302),
      1,
      'redirects to another origin, which is not followed, whatever the settings. If it has moved',
    ],
    [
      'a 302 elsewhere over SSE',
      Object.assign(new Error('Non-200 status code'), { code: 302 }),
      1,
      'redirects to another origin, which is not followed, whatever the settings. If it has moved',
    ],
  ])('tells of %s in plain words', (_, error, exitCode, words) => {
    const failure = serverFailureError(error, serverUrl)
    expect(describeError(failure)).toMatchObject({
      exitCode,
      message: expect.stringContaining(`${serverUrl} ${words}`),
    })
  })

  it.each([
    [
      'an authority that Node does not know',
      { code: 'SELF_SIGNED_CERT_IN_CHAIN' },
      {},
      '(its certificate is signed by an authority that Node does not know: SELF_SIGNED_CERT_IN_CHAIN)',
      'Set NODE_EXTRA_CA_CERTS=/path/to/ca.pem',
    ],
    [
      'a proxy that Node asks, and that is down',
      { code: 'ECONNREFUSED', syscall: 'connect', port: 3128 },
      { NODE_USE_ENV_PROXY: '1', https_proxy: 'http://user:hush@proxy.example:3128' },
      '(the proxy proxy.example:3128 of https_proxy does not answer: ECONNREFUSED)',
      'Check that it runs, or correct https_proxy',
    ],
    [
      'a proxy that Node does not ask',
      { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: 'mcp.example.com' },
      { HTTPS_PROXY: 'http://user:hush@proxy.example:3128' },
      '(ENOTFOUND)',
      'Set NODE_USE_ENV_PROXY=1 to send requests to this server through HTTPS_PROXY too',
    ],
  ])('names the setting that helps: %s', (_, cause, env, why, hint) => {
    const error = wrapped(new TypeError('fetch failed', { cause: Object.assign(new Error(), cause) }))
    expect(serverFailureError(error, serverUrl, env)).toMatchObject({
      exitCode: 4,
      message: `${serverUrl} cannot be reached ${why}.`,
      nextSteps: { hint: expect.stringContaining(hint) },
    })
  })

  it('finds our own error inside what the SDK made of it', () => {
    const own = new AuthorizationError('login_required', 'Sign in.')
    expect(serverFailureError(wrapped(own), serverUrl)).toBe(own)
  })

  it('leaves what it does not know', () => {
    const error = new Error('Tool list is broken')
    expect(serverFailureError(error, serverUrl)).toBe(error)
  })
})
