import { overrideAuth } from '@fast-agent-auth/config'
import { type AuthOption, authOptions } from '@fast-agent-auth/config/options'
import type { Remedy } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '@fast-agent-auth/flow'
import { describe, expect, it } from 'vitest'
import { describeError } from '../src/errors/describe-error.ts'
import { signInOptions } from '../src/sign-in/sign-in-options.ts'
import { folderWith } from './support/files.ts'
import { commandsIn } from './support/hints.ts'
import { runHere } from './support/world.ts'

const target = 'https://mcp.example.com/mcp'
const yaml = (servers: string): string => `mcp:\n  servers:\n${servers}`
const options: readonly AuthOption[] = authOptions
const bare = { name: target, transport: 'http', url: target, headers: {} } as const
const typed = ['account=me', 'scope=a b']
const attempt = {
  argv: ['login', target],
  invocation: 'fast-agent-auth',
  subject: { target, redirectPort: 0, set: typed },
}

/** The words of the command that lifts a refusal, where the library names an option and its value. */
const refusals: readonly (readonly [option: string, value: string | true, words: readonly string[]])[] = [
  ['allow.http', 'auth.corp:8080', ['--set', 'allow.http=auth.corp:8080']],
  ['allow.networks', 'private', ['--set', 'allow.networks=private']],
  ['allow.metadataOrigins', 'https://a.example', ['--set', 'allow.metadataOrigins=https://a.example']],
  ['allow.unadvertisedPkce', true, ['--set', 'allow.unadvertisedPkce=true']],
  ['quirks.resourceParameter', 'omit', ['--set', 'quirks.resourceParameter=omit']],
  ['allow.legacyServers', true, ['--set', 'allow.legacyServers=true']],
  ['issuer', 'https://as.example', ['--issuer', 'https://as.example']],
  ['scope', 'read write', ['--scope', 'read write']],
]

function refusalWith(...options: readonly Remedy[]): Error {
  return new AuthorizationError('invalid_option', 'It is so.', { details: { option: options[0]?.option, options } })
}

describe('a refusal that an option could lift', () => {
  it.each(refusals)('has a command that sets it, with all that was typed: %s', (option, value, words) => {
    const error = refusalWith({ condition: 'that is meant', option, value })
    const { hint, commands = [] } = describeError(error, attempt)
    const [command = []] = commandsIn(commands.join('\n'))
    expect(command.slice(0, 2)).toEqual(['login', target])
    for (let at = 0; at < words.length; at += 2) {
      expect(command[command.indexOf(words[at + 1] ?? '') - 1]).toBe(words[at])
    }
    const set = command.filter((_, at) => command[at - 1] === '--set')
    expect(set.slice(0, 2)).toEqual(typed)
    // The reader of the configuration takes it as it stands.
    expect(() => overrideAuth(bare, set)).not.toThrow()
    expect(hint).toMatch(/^If that is meant, sign in with it, or set auth\.[\w.]+ of the server in fast-agent\.yaml:$/)
  })

  it('is there for every option that loosens a rule or names who is trusted', () => {
    const loosening = options.flatMap(({ effect, name = '' }) => (effect ? [name] : []))
    const known = refusals.map(([option]) => option)
    // A document is written by hand, in its own hint; no refusal is for want of the others.
    const others = ['authorizationServer', 'quirks.audienceParameter', 'quirks.offlineAccess', 'quirks.refreshScope']
    expect(loosening.filter((name) => !known.includes(name))).toEqual(others)
  })

  it.each([
    ['too long', 'allow.networks', 'a'.repeat(300)],
    ['not known', 'allow.metadataOrigins', undefined],
    ['that of no server', 'issuer', undefined],
    ['a document', 'authorizationServer', undefined],
  ])('has no command with a value that is %s, and names the option all the same', (_, option, value) => {
    const { hint, commands } = describeError(refusalWith({ condition: 'that is meant', option, value }), attempt)
    expect([commands, hint]).toEqual([
      undefined,
      expect.stringMatching(/^If that is meant, sign in with --\w+ \S+, or set auth\./),
    ])
  })

  it('names every way out with its condition, and a command for each whose value is known', () => {
    const { hint, commands } = describeError(
      refusalWith(
        { condition: 'it is at https as well', option: 'issuer', value: 'https://as.example' },
        { condition: 'that host is yours', option: 'allow.http', value: 'as.example' },
        { condition: 'you have its metadata', option: 'authorizationServer' },
      ),
      { ...attempt, subject: { target } },
    )
    expect(hint).toBe(
      `If it is at https as well, sign in with --issuer; if that host is yours, with --set allow.http; if you have its metadata, with --set 'authorizationServer={"issuer":"…",…}'; or set auth.issuer or auth.allow.http or auth.authorization_server of the server in fast-agent.yaml:`,
    )
    expect(commands).toEqual([
      `fast-agent-auth login ${target} --issuer https://as.example`,
      `fast-agent-auth login ${target} --set allow.http=as.example`,
    ])
  })
})

describe('a word of --set that cannot be used ends the program before anything is asked', () => {
  it.each([
    ['networks=private', '--set networks: There is no such setting. Did you mean allow.networks?'],
    ['allow.networks=public', '--set allow.networks: networks must be loopback, private or link_local.'],
    ['redirect_port=x', '--set redirectPort: redirect_port must be an integer.'],
    ['oauth', '--set oauth: This needs a value, as in --set allow.unadvertisedPkce=true.'],
  ])('%s', async (word, message) => {
    for (const command of ['login', 'tools', 'token']) {
      const { code, stderr } = await runHere([command, target, '--set', word])
      expect([command, code, stderr]).toEqual([command, 2, `error: ${message}\n`])
    }
  })
})

describe('an issuer that may hold a password is refused before anything is asked, and not repeated (H159)', () => {
  it.each([
    ['--issuer', 'https://u:CANARY@as.example'],
    ['--issuer', 'https://as.example/?k=CANARY'],
    ['--issuer', 'CANARY'],
    ['--set', 'issuer=https://as.example/#CANARY'],
  ])('%s %s', async (flag, word) => {
    for (const more of [[], ['--json']]) {
      const { code, stdout, stderr } = await runHere(['login', target, flag, word, ...more])
      expect([code, stdout + stderr]).toEqual([2, expect.not.stringContaining('CANARY')])
      expect(stdout + stderr).toContain('--issuer must be a URL without user name, query and fragment.')
    }
  })
})

describe('a server without TLS in a private network', () => {
  const url = 'http://10.255.255.1:8080/mcp'
  const refused = 'error: The URL of the server is not https.\n'

  it('is asked by no command before it is allowed, which the hint says how to', async () => {
    for (const command of ['login', 'tools', 'token']) {
      const { code, stderr } = await runHere([command, url])
      expect([code, stderr]).toEqual([2, expect.stringContaining(refused)])
      expect(stderr).toContain(
        'add --set allow.http=10.255.255.1:8080, or set auth.allow.http of the server in fast-agent.yaml',
      )
    }
  })

  it.each([
    ['behind --set', [url, '--set', 'allow.http=10.255.255.1:8080']],
    ['by the file that is named', [url, '--config-path', 'fast-agent.yaml']],
    ['by the file, where the server is named', ['x']],
  ])('is asked where it is allowed %s', async (_, words) => {
    const auth = '{ allow: { http: "10.255.255.1:8080" } }'
    const cwd = await folderWith({ 'fast-agent.yaml': yaml(`    x:\n      url: ${url}\n      auth: ${auth}\n`) })
    const { code, stderr } = await runHere(['token', ...words], { cwd })
    // There is no sign-in: that is all that is wrong.
    expect([code, stderr]).toEqual([3, expect.not.stringContaining('https')])
  })

  it('is looked up and cleared in what is stored without that', async () => {
    const { code, stderr } = await runHere(['status', url])
    expect([code, stderr]).toEqual([3, ''])
    expect(await runHere(['clear', url, '--yes'])).toMatchObject({ code: 0, stderr: '' })
  })

  it('named by a file that was only found is not asked at a URL that is typed', async () => {
    const auth = '{ allow: { http: "10.255.255.1:8080" } }'
    const cwd = await folderWith({ 'fast-agent.yaml': yaml(`    x:\n      url: ${url}\n      auth: ${auth}\n`) })
    const { code, stderr } = await runHere(['token', url], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringContaining(refused)])
  })
})

it('whoever types the issuer does not mean the endpoints that a file names for it (H157)', () => {
  const issuer = 'https://as.example/good'
  const document = { issuer, token_endpoint: 'https://as.example/~evil' }
  const settings = {
    ...bare,
    auth: { oauth: true, redirectPort: 0, redirectPath: '/', authorizationServer: document },
    locations: { 'auth.authorization_server': 'fast-agent.yaml:3' },
  }
  const env = { FAST_AGENT_AUTH_CLIENT_SECRET: 'hush' }
  expect(signInOptions({ settings }, {}, { env })).toMatchObject({ authorizationServer: document })
  const typed = signInOptions({ settings }, { issuer, clientId: 'a' }, { env })
  expect(typed).toMatchObject({ issuer, client: { secret: 'hush' }, authorizationServer: undefined })
  const set = overrideAuth(settings, [`authorizationServer=${JSON.stringify(document)}`])
  expect(signInOptions({ settings: set }, { issuer, clientId: 'a' }, { env })).toMatchObject({
    authorizationServer: document,
  })
})

it.each([
  ['typed as well', ['tokenEndpointAuthMethod=none'], {}, {}, 'none'],
  ['of the same client in a file', [], { clientId: 'a', tokenEndpointAuthMethod: 'none' }, 'file', 'none'],
  ['of another client in a file', [], { clientId: 'b', tokenEndpointAuthMethod: 'none' }, 'file', undefined],
] as const)('a typed client authenticates as it is said: %s', (_, set, auth, place, expected) => {
  const locations = place === 'file' ? { 'auth.token_endpoint_auth_method': 'fast-agent.yaml:3' } : {}
  const settings = { ...bare, auth: { oauth: true, redirectPort: 0, redirectPath: '/', ...auth }, locations }
  const { client } = signInOptions({ settings: overrideAuth(settings, set) }, { clientId: 'a' }, { env: {} })
  expect(client).toEqual({ id: 'a', secret: undefined, tokenEndpointAuthMethod: expected })
})
