import { describe, expect, it } from 'vitest'
import { advise, noSetting, optionFor, partsOf, type Remedy, remediesOf, tellOperator } from '../src/untrusted/index.ts'

const remedy = (option: string, value?: Remedy['value']): Remedy => ({ condition: 'that is meant', option, value })

describe('the next step of an error', () => {
  it.each([
    [remedy('issuer'), 'set the option issuer'],
    [remedy('issuer', 'https://as.example'), "set the option issuer: 'https://as.example'"],
    [remedy('anonymous', true), 'set the option anonymous: true'],
    [
      remedy('allow.http', 'h:80'),
      "set the option allow.http of createAuth, or httpHosts of this package, to ['h:80']",
    ],
    [
      remedy('allow.networks', 'private'),
      "set the option allow.networks of createAuth, or networks of this package, to ['private']",
    ],
    [
      remedy('allow.metadataOrigins', 'https://m.example'),
      "set the option allow.metadataOrigins of createAuth, or resourceMetadataOrigins of this package, to ['https://m.example']",
    ],
  ])('names the option, and its value where that is known: %j', (each, words) => {
    expect(advise([each])).toEqual({
      next: `If that is meant, ${words}.`,
      details: { option: each.option, options: [each] },
    })
  })

  it('names all options that help, and the first one as the option', () => {
    const remedies = [remedy('issuer'), { condition: 'it is yours', option: 'scope' }]
    expect(advise(remedies)).toEqual({
      next: 'If that is meant, set the option issuer; if it is yours, set the option scope.',
      details: { option: 'issuer', options: remedies },
    })
  })

  it('says that no option helps, and whom to tell', () => {
    expect(advise([])).toBe(noSetting)
    expect([noSetting, tellOperator]).toEqual([
      { next: 'No setting changes that.' },
      { next: 'No setting changes that: tell its operator.' },
    ])
  })
})

describe('the remedies of an error', () => {
  it.each([
    ['has no details', undefined],
    ['names no options', {}],
    ['names options that are no list', { options: { 0: remedy('issuer') } }],
  ])('are none where it %s', (_, details) => {
    expect(remediesOf(details)).toEqual([])
  })

  it('are those in the list that have a condition and an option', () => {
    const all = [remedy('issuer'), { condition: 'that is meant', option: 'scope' }]
    const others = [null, undefined, 'issuer', 7, {}, { option: 'issuer' }, { condition: 'that is meant' }]
    const callable = Object.assign(() => undefined, remedy('issuer'))
    expect(remediesOf({ options: [...others, all[0], callable, all[1]] })).toEqual(all)
  })
})

describe('the option for a URL that was refused', () => {
  it.each([
    ['https://10.0.0.5/', 'private'],
    ['http://127.0.0.1:9000/', 'loopback'],
    ['https://[fe80::1]/', 'link_local'],
  ])('at %s is the network %s', (url, network) => {
    expect(optionFor(url, {}).details).toEqual({
      option: 'allow.networks',
      options: [remedy('allow.networks', network)],
    })
  })

  it.each([
    ['http://as.example/', 'as.example'],
    ['http://as.example:8080/token', 'as.example:8080'],
    ['http://10.0.0.5/', '10.0.0.5'],
  ])('at %s, without TLS, is the host, of which a person must know that it is theirs', (url, host) => {
    expect(optionFor(url, {})).toEqual({
      next: `If that host is in a private network of yours, set the option allow.http of createAuth, or httpHosts of this package, to ['${host}'].`,
      details: {
        option: 'allow.http',
        options: [{ condition: 'that host is in a private network of yours', option: 'allow.http', value: host }],
        host,
      },
    })
  })

  it.each([
    'javascript:alert(1)',
    'http://8.8.8.8/',
    'https://224.0.0.1/',
    'https://ä.example/',
    '/token',
    '',
    7,
    null,
  ])('at %j is none', (url) => {
    expect(optionFor(url, {})).toEqual(noSetting)
  })
})

describe('the message of an error', () => {
  const errorOf = (message: string, members: object = {}): Error => Object.assign(new Error(message), members)

  it('is a problem, and a next step after it', () => {
    const details = { problem: 'It is not https.', option: 'allow.http', host: 'h' }
    const parts = partsOf(errorOf('It is not https. If that is meant, allow it.', { details }))
    expect(parts).toEqual({ problem: 'It is not https.', next: 'If that is meant, allow it.', details })
    expect(parts.details).not.toBe(details)
  })

  it('may be a problem without a next step', () => {
    const details = { problem: 'It is not https.' }
    expect(partsOf(errorOf('It is not https. ', { details }))).toEqual({ ...details, next: undefined, details })
  })

  it.each([
    ['there are no details', {}],
    ['the details are undefined', { details: undefined }],
    ['the details are null', { details: null }],
    ['the details are a text', { details: 'problem' }],
    ['the details name no problem', { details: { option: 'issuer' } }],
    ['the problem is another', { details: { problem: 'It is not there.' } }],
    ['the problem stands at its end', { details: { problem: 'in use.' } }],
    ['the problem is no text', { details: { problem: 7 } }],
  ])('is the problem as a whole where %s', (_, members) => {
    expect(partsOf(errorOf('7 are in use.', members))).toEqual({ problem: '7 are in use.' })
  })
})
