import { describe, expect, it } from 'vitest'
import { discoverAuthorizationServer, type NoticeEvent, type QuirksOptions, quirkProfiles } from '../src/index.ts'
import { findQuirkProfile, quirksOf } from '../src/internal.ts'
import { network } from './world.ts'

describe('a provider is known by the host of its issuer', () => {
  it.each([
    ['https://github.com/login/oauth', 'GitHub'],
    ['https://accounts.google.com/', 'Google'],
    ['https://login.microsoftonline.com/common/v2.0', 'Microsoft Entra'],
    ['https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc', 'Amazon Cognito'],
    ['https://tenant.eu.auth0.com/', 'Auth0'],
    ['https://mycompany.my.salesforce.com', 'Salesforce'],
  ])('%s is of %s', (issuer, provider) => {
    expect(findQuirkProfile(issuer)?.provider).toBe(provider)
  })

  it.each([
    'https://github.com.evil.example/login/oauth',
    'https://evilgithub.com',
    'https://gist.github.com',
    'https://auth0.com',
    'https://auth0.com.evil.example',
    'https://evil-auth0.com',
    'https://cognito-idp.amazonaws.com',
    'https://cognito-idp.x.amazonaws.com.evil.example',
    'https://evil.example/github.com',
    'http://github.com/login/oauth',
  ])('%s is of none', (issuer) => {
    expect(findQuirkProfile(issuer)).toBeUndefined()
  })

  it('has each host in one profile', () => {
    const hosts = quirkProfiles.flatMap((profile) => profile.hosts)
    expect(new Set(hosts).size).toBe(hosts.length)
  })
})

describe('a rule', () => {
  const google = 'https://accounts.google.com'
  const lookUp = (options: QuirksOptions) => {
    const events: NoticeEvent[] = []
    const quirk = quirksOf(google, { ...options, onEvent: (event) => events.push(event) })
    return { rules: [quirk('offlineAccess'), quirk('resourceParameter')], events }
  }

  it('of a profile is followed and reported', () => {
    const { rules, events } = lookUp({})
    expect(rules).toEqual(['omit', undefined])
    expect(events).toEqual([
      {
        type: 'notice',
        rule: 'quirk',
        message: 'The rule offlineAccess, which is known for Google, is followed.',
        issuer: google,
      },
    ])
  })

  it.each([
    [false, [undefined, undefined]],
    [{ offlineAccess: undefined }, [undefined, undefined]],
    [{ resourceParameter: 'omit' }, ['omit', 'omit']],
  ] as const)('gives way to the option %j', (quirks, expected) => {
    expect(lookUp({ quirks }).rules).toEqual(expected)
  })

  it('of an option is no news', () => {
    expect(lookUp({ quirks: { offlineAccess: 'omit' } }).events).toEqual([])
  })
})

describe('metadata that is one document for all tenants', () => {
  const asked = 'https://login.microsoftonline.com/common/v2.0'
  const serve = (issuer: string) =>
    network({
      [`${asked}/.well-known/openid-configuration`]: {
        issuer,
        authorization_endpoint: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
        token_endpoint: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
      },
    })

  it('is used at Entra, for the issuer that was asked for, and that is reported', async () => {
    serve('https://login.microsoftonline.com/{tenantid}/v2.0')
    const events: NoticeEvent[] = []
    const server = await discoverAuthorizationServer(asked, { onEvent: (event) => events.push(event) })
    expect(server.issuer).toBe(asked)
    expect(events.map(({ message }) => message)).toEqual([
      'The rule tenantPlaceholder, which is known for Microsoft Entra, is followed.',
    ])
  })

  it.each([
    'https://login.microsoftonline.com/{tenant}/v2.0',
    'https://login.microsoftonline.us/{tenantid}/v2.0',
    'https://login.microsoftonline.com/{tenantid}/v1.0',
    'https://login.microsoftonline.com/other/v2.0',
    '{tenantid}',
  ])('is not used as %s (H3)', async (issuer) => {
    serve(issuer)
    await expect(discoverAuthorizationServer(asked)).rejects.toMatchObject({ code: 'issuer_mismatch' })
  })

  it('is not used where the rule is switched off', async () => {
    serve('https://login.microsoftonline.com/{tenantid}/v2.0')
    await expect(discoverAuthorizationServer(asked, { quirks: false })).rejects.toMatchObject({
      code: 'issuer_mismatch',
    })
  })

  it('is not used elsewhere', async () => {
    network({
      'https://as.example/.well-known/oauth-authorization-server/common': { issuer: 'https://as.example/{tenantid}' },
    })
    await expect(discoverAuthorizationServer('https://as.example/common')).rejects.toMatchObject({
      code: 'issuer_mismatch',
    })
  })
})
