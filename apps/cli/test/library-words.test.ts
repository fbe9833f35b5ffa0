import { readdirSync, readFileSync } from 'node:fs'
import { DiscoveryError, discover } from '@fast-agent-auth/discovery'
import { AuthorizationError, type AuthorizationErrorCode } from '@fast-agent-auth/flow'
import { GuardedFetchError } from '@fast-agent-auth/guarded-fetch'
import { assertPkceSupported } from '@fast-agent-auth/pkce'
import { describe, expect, it } from 'vitest'
import { describeError } from '../src/errors/describe-error.ts'
import { adviceOnOption } from '../src/errors/option-advice.ts'
import { writeJson } from '../src/terminal/write-json.ts'
import { findLibraryWords } from './support/library-words.ts'

const target = 'https://mcp.example.com/mcp'
const issuer = 'https://as.example'
const attempt = { argv: ['login', target], invocation: 'fast-agent-auth', subject: { target } }

/** All source files of the packages that a sign-in runs. */
function sources(): readonly { readonly path: string; readonly text: string }[] {
  const packages = new URL('../../../packages/', import.meta.url)
  return ['discovery', 'pkce', 'cimd', 'guarded-fetch', 'callback-server', 'token-store', 'mcp', 'flow'].flatMap(
    (name) =>
      readdirSync(new URL(`${name}/src/`, packages), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.ts'))
        .map((path) => ({
          path: `${name}/${path}`,
          text: readFileSync(new URL(`${name}/src/${path}`, packages), 'utf8'),
        })),
  )
}

const found = (pattern: RegExp): readonly string[] => [
  ...new Set(sources().flatMap(({ text }) => [...text.matchAll(pattern)].map(([, name = '']) => name))),
]

/** The options that lift a refusal, and those that a person is to correct. */
const remedies = found(/\bcondition(?:: (?:'[^']*'|`[^`]*`))?, option: '([\w.]+)'/g)
const options = found(/(?<!condition(?:: (?:'[^']*'|`[^`]*`))?, )\boption: '([\w.]+)'/g)

describe('words of the library', () => {
  it.each([
    "set the option client: { id: '…' }",
    "set the option pkce: 'assume-s256'",
    'Check the option issuer or authorizationServer.',
    'The option scope holds',
    'call login({ scope })',
    'auth.login() asks',
    "set the option allow.networks of createAuth, or networks of this package, to ['private']",
    'escaped by encodeURIComponent',
    'set the option allow.http',
    'set allow: { http: [] }',
    'createAuth needs it',
  ])('are refused in what the program prints: %s', (text) => {
    expect(findLibraryWords(text)).toBeDefined()
  })

  it.each([
    'or set auth.allow.unadvertised_pkce of the server in fast-agent.yaml:',
    'login x --set allow.metadataOrigins=https://a.example',
    "error: option '--timeout <seconds>' argument '0' is invalid.",
    '{"redirectUri":"http://127.0.0.1:3030/callback","onEvent":1}',
    'To use OAuth instead, remove that header, or add "auth: { oauth: true }"',
  ])('are not taken for those of a person: %s', (text) => {
    expect(findLibraryWords(text)).toBeUndefined()
  })
})

describe('an error whose next step is an option of the library', () => {
  it('is known with at least eleven options', () => {
    expect([...new Set([...options, ...remedies])].length).toBeGreaterThan(10)
  })

  it.each(options)('has one of this program too: %s', (option) => {
    const next = adviceOnOption(
      { option, issuer, network: 'private', scope: 'a', redirectUri: 'http://127.0.0.1/' },
      attempt,
    )
    expect(next.hint).toMatch(/^[A-Z].*[.:]$/)
    expect(findLibraryWords(JSON.stringify(next))).toBeUndefined()
  })

  it.each(remedies)('has a way to set it, under its condition: %s', (option) => {
    const next = adviceOnOption({ option, options: [{ condition: 'you know better', option, value: 'a' }] }, attempt)
    expect(next.hint).toMatch(/^If you know better, sign in with .*:$/)
    expect(next.commands).toHaveLength(1)
    expect(findLibraryWords(JSON.stringify(next))).toBeUndefined()
  })

  it('says apart, wherever one is made, what the matter is', () => {
    // A message with such words that is not in two parts would be printed as it is.
    const whole = sources().flatMap(({ path, text }) =>
      [...text.matchAll(/new \w+Error\(\s*'\w+',\s*(?:message|[`'][^\n]*)/g)]
        .filter(([found]) => findLibraryWords(found) !== undefined)
        .map(([found]) => `${path}: ${found}`),
    )
    expect(whole).toEqual([])
  })
})

describe('the sentence of this program', () => {
  const error = (code: AuthorizationErrorCode, details: object): AuthorizationError =>
    new AuthorizationError(code, 'It is so.', { next: "Set the option client: { id: '…' }.", details: { ...details } })

  it.each<[string, Error, string | undefined, readonly string[] | undefined]>([
    [
      'a client to register',
      error('registration_required', { option: 'client', issuer, redirectUri: 'http://127.0.0.1:3030/callback' }),
      `Register an application there with the redirect URI http://127.0.0.1:3030/callback, and sign in with --client-id <id>. If it comes with a secret, put that into FAST_AGENT_AUTH_CLIENT_SECRET and add --issuer ${issuer}.`,
      undefined,
    ],
    [
      'a secret without an issuer',
      error('registration_required', { options: [{ condition: 'it is', option: 'issuer', value: issuer }] }),
      'If it is, sign in with it, or set auth.issuer of the server in fast-agent.yaml:',
      [`fast-agent-auth login ${target} --issuer ${issuer}`],
    ],
    [
      'a client that is not known',
      error('invalid_client', { option: 'client.id' }),
      "If this program registered itself there, sign in again, and tell the server's operator if that fails in the same way. If not, check --client-id, or client_id in the auth block of the server in fast-agent.yaml.",
      [`fast-agent-auth login ${target}`],
    ],
    [
      'a scope beyond the one that was set',
      error('insufficient_scope', { options: [{ condition: 'it may', option: 'scope', value: 'read write' }] }),
      'If it may, sign in with it, or set auth.scope of the server in fast-agent.yaml:',
      [`fast-agent-auth login ${target} --scope 'read write'`],
    ],
    [
      'more scope than a person reads before it is pasted (H132)',
      error('insufficient_scope', { options: [{ condition: 'it may', option: 'scope', value: 'a '.repeat(200) }] }),
      'If it may, sign in with --scope <scope>, or set auth.scope of the server in fast-agent.yaml.',
      undefined,
    ],
    [
      'an issuer that a shell would take apart (H132)',
      error('registration_required', { option: 'client', issuer: 'https://a.example/;touch$IFS/x' }),
      "Register an application there with a redirect URI of this machine that it takes (--set redirectHost, redirectPort, redirectPath), and sign in with --client-id <id>. If it comes with a secret, put that into FAST_AGENT_AUTH_CLIENT_SECRET and add --issuer 'https://a.example/;touch$IFS/x'.",
      undefined,
    ],
    [
      'a network',
      new GuardedFetchError('address_refused', 'It is so.', {
        next: "If that is meant, set the option allow.networks of createAuth to ['private'].",
        details: { option: 'allow.networks', network: 'private' },
      }),
      'If that is meant, sign in with it, or set auth.allow.networks of the server in fast-agent.yaml:',
      [`fast-agent-auth login ${target} --set allow.networks=private`],
    ],
    [
      'a client to register at another port',
      error('registration_required', { option: 'client', issuer, redirectUri: 'http://127.0.0.1:3031/callback' }),
      `Register an application there with the redirect URI http://127.0.0.1:3031/callback, and sign in with --client-id <id> --redirect-port 3031. If it comes with a secret, put that into FAST_AGENT_AUTH_CLIENT_SECRET and add --issuer ${issuer}.`,
      undefined,
    ],
    [
      'a guess, before what to do where it led',
      error('registration_required', {
        option: 'client',
        options: [{ condition: 'you know its authorization server', option: 'issuer' }],
        issuer,
        redirectUri: 'http://127.0.0.1:3030/callback',
      }),
      `If you know its authorization server, sign in with --issuer <url>, or set auth.issuer of the server in fast-agent.yaml. Else register an application there with the redirect URI http://127.0.0.1:3030/callback, and sign in with --client-id <id>. If it comes with a secret, put that into FAST_AGENT_AUTH_CLIENT_SECRET and add --issuer ${issuer}.`,
      undefined,
    ],
    [
      'a scope that was not granted',
      error('insufficient_scope', { option: 'force' }),
      'Sign in again and allow it:',
      [`fast-agent-auth login ${target} --force`],
    ],
    [
      'a wait with a client that was set up',
      error('timed_out', {
        timeout: 900_000,
        option: 'client.id',
        redirectUri: 'http://127.0.0.1:3030/callback',
        mayBeForgotten: false,
      }),
      'Check --client-id, or client_id in the auth block of the server in fast-agent.yaml, and that http://127.0.0.1:3030/callback is registered there.',
      [`fast-agent-auth login ${target}`],
    ],
    ['a denial', error('access_denied', { issuer }), undefined, [`fast-agent-auth login ${target}`]],
    [
      'a wait',
      error('timed_out', { timeout: 300_000 }),
      undefined,
      [`fast-agent-auth login ${target} --reset-client`, `fast-agent-auth login ${target} --timeout 600`],
    ],
    [
      'a longer wait',
      error('timed_out', { timeout: 400_000 }),
      undefined,
      [`fast-agent-auth login ${target} --reset-client`, `fast-agent-auth login ${target} --timeout 800`],
    ],
    [
      'the longest wait',
      error('timed_out', { timeout: 900_000 }),
      undefined,
      [`fast-agent-auth login ${target} --reset-client`, `fast-agent-auth login ${target}`],
    ],
  ])('is written from the code and the details: %s', (_, thrown, hint, commands) => {
    const failure = describeError(thrown, attempt)
    expect(failure).toMatchObject({ message: 'It is so.' })
    expect([failure.hint, failure.commands]).toEqual([hint, commands])
    expect(findLibraryWords(JSON.stringify(failure))).toBeUndefined()
  })

  it('stands also in the events that --json prints', () => {
    const written: string[] = []
    const terminal = { isTTY: false, write: (text: string) => void written.push(text) }
    writeJson({ type: 'refresh_failed', error: error('invalid_client', { option: 'client.id' }) }, terminal, {})
    expect(JSON.parse(written.join(''))).toEqual({
      type: 'refresh_failed',
      error: { name: 'AuthorizationError', code: 'invalid_client', message: 'It is so.' },
    })
  })

  it('keeps what the errors of the packages really say', async () => {
    const address = new GuardedFetchError('address_refused', 'mcp.example.com is at 10.0.0.1.', {
      next: "If that is meant, set the option allow.networks of createAuth to ['private'].",
      details: { option: 'allow.networks', network: 'private' },
    })
    const refused: unknown = await discover(target, { fetch: () => Promise.reject(address) }).catch((thrown) => thrown)
    expect(refused).toBeInstanceOf(DiscoveryError)
    expect(describeError(refused, attempt)).toMatchObject({
      code: 'insecure_url',
      message: `${target} is not asked: mcp.example.com is at 10.0.0.1.`,
      commands: [`fast-agent-auth login ${target} --set allow.networks=private`],
    })
    const pkce = () => assertPkceSupported({ issuer })
    expect(pkce).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ option: 'allow.unadvertisedPkce', issuer }) }),
    )
  })
})
