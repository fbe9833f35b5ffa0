import { describe, expect, it } from 'vitest'
import { discoverAuthorizationServer } from '../src/index.ts'
import { isLoopback, refuseEndpoint, refuseUrl } from '../src/untrusted/index.ts'

describe('refuseUrl', () => {
  it.each([
    ['javascript:alert(1)', 'has the scheme javascript'],
    ['data:text/html,x', 'has the scheme data'],
    ['file:///etc/passwd', 'has the scheme file'],
    ['ms-msdt:/id', 'has the scheme ms-msdt'],
    ['vscode://x/y', 'has the scheme vscode'],
    ['ftp://h/x', 'has the scheme ftp'],
    ['-oProxyCommand', 'is not a URL'],
    ['', 'is not a URL'],
    ['/authorize', 'is not a URL'],
    ['https://', 'is not a URL'],
    [undefined, 'is not a string'],
    [null, 'is not a string'],
    [['https://h/'], 'is not a string'],
    [new URL('https://h/'), 'is not a string'],
    ['https://user:pw@h/', 'holds a user name or password'],
    ['https://user@h/', 'holds a user name or password'],
    ['https://:pw@h/', 'holds a user name or password'],
    ['http://h/', 'is not https'],
    ['HTTP://h/', 'is not https'],
    [`https://h/${'x'.repeat(200_000)}`, 'is longer than 8192 characters'],
    [`https://h/${'x'.repeat(8193 - 'https://h/'.length)}`, 'is longer than 8192 characters'],
    ['http://10.0.0.1/', 'is not https'],
    ['http://169.254.169.254/', 'is not https'],
  ])('refuses %j', (text, reason) => {
    expect(refuseUrl(text)).toBe(reason)
    expect(refuseUrl(text, { networks: ['loopback'] })).toBe(reason)
  })

  it.each([
    ['a newline', 'https://h/\nx'],
    ['a tab', 'https://h\t/'],
    ['a NUL', 'https://h/\0'],
    ['a space', 'https://h/ x'],
    ['a space in front', ' https://h/'],
    ['DEL', 'https://h/\u007f'],
    ['a C1 control character', 'https://h/\u009b31m'],
    ['a no-break space', 'https://h/\u00a0'],
    ['a line separator', 'https://h/\u2028'],
    ['right-to-left override', 'https://h/\u202egpj.exe'],
    ['a zero-width space', 'https://h/\u200bx'],
    ['half a surrogate pair', 'https://h/\ud800'],
    ['a backslash host', 'https:\\\\evil'],
    ['a backslash', 'https://h\\@evil/'],
  ])('refuses %s', (_, text) => {
    expect(refuseUrl(text)).toBe('holds white space, a control character or a backslash')
  })

  it('refuses a host whose direction of writing is turned', () => {
    expect(refuseUrl('https://h\u202eexample.com/')).toBeDefined()
  })

  it.each([
    'https://h/',
    'https://h:8443/a?b=c',
    'HTTPS://h/',
    'https://xn--pple-43d.com/',
    'https://127.0.0.1.example.com/',
    'https://localhost.example.com/',
    // Dangerous to a shell, and none is ever used.
    'https://h/$(calc)',
    'https://h/"&calc&"',
    'https://h/%USERPROFILE%',
    `https://h/${'x'.repeat(8192 - 'https://h/'.length)}`,
  ])('lets %s pass', (text) => {
    expect(refuseUrl(text)).toBeUndefined()
  })

  it.each([
    'http://localhost/',
    'http://localhost:3000/mcp',
    'http://localhost./',
    'http://LOCALHOST/',
    'http://app.localhost/',
    'http://127.0.0.1:8080/',
    'https://127.9.9.9/',
    'http://[::1]:3000/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://0.0.0.0:3000/',
    'http://0/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f12:3456]/',
    'http://[::ffff:0.0.0.0]/',
  ])('lets %s pass only where the server is on this machine too', (text) => {
    expect(refuseUrl(text)).toBe('is on this machine, which is not allowed')
    expect(refuseUrl(text, { networks: ['loopback'] })).toBeUndefined()
  })
})

describe('a host that may be asked without TLS', () => {
  const httpHosts = [
    'as.example',
    'db.example:8080',
    'web.example:80',
    '10.0.0.5',
    '127.0.0.1',
    '8.8.8.8',
    '169.254.169.254',
  ]

  it.each([
    ['http://as.example/', undefined],
    ['http://AS.example:8080/', undefined],
    ['http://db.example:8080/', undefined],
    ['http://web.example/', undefined],
    ['http://10.0.0.5/', undefined],
    ['http://127.0.0.1:9000/', undefined],
    ['https://as.example/', undefined],
    ['https://8.8.8.8/', undefined],
    ['http://db.example/', 'is not https'],
    ['http://web.example:8080/', 'is not https'],
    ['http://as.example.evil.example/', 'is not https'],
    ['http://8.8.8.8/', 'is not https, and is at no private address'],
    ['http://169.254.169.254/', 'is not https, and is at no private address'],
    ['https://127.0.0.1/', 'is on this machine, which is not allowed'],
    ['https://10.0.0.5/', 'is in a private network, which is not allowed'],
  ])('is one of the list, at a private address: %s %s', (url, refusal) => {
    expect(refuseUrl(url, { httpHosts })).toBe(refusal)
  })
})

describe('an endpoint', () => {
  it.each(['https://ä.example/', 'https://bä.example/', 'https:ä.example/', 'HTTPS://a.ä/'])(
    'is not at %s, whose letters may look like others',
    (url) => {
      expect(refuseEndpoint(url)).toBe('has a host that is not in ASCII')
    },
  )

  it.each(['https://h/ä', 'https://h/a:ä', 'https://h?ä', 'https://h#ä', 'https://xn--4ca.example/'])(
    'may be at %s',
    (url) => {
      expect(refuseEndpoint(url)).toBeUndefined()
    },
  )

  it('is at no URL that is refused elsewhere', () => {
    expect(refuseEndpoint('http://ä.example/')).toBe('is not https')
  })
})

it.each(['http://127.0.0.1/', 'https://10.0.0.1/', 'https://169.254.0.1/'])(
  'the refusal of %s tells of no server elsewhere, since there may be none',
  async (url) => {
    await expect(discoverAuthorizationServer(url)).rejects.toMatchObject({
      code: 'insecure_url',
      message: expect.stringMatching(
        / is (in|on) .*, which is not allowed; it is not used\. If that is meant, set the option allow\.networks/,
      ),
    })
  },
)

describe('isLoopback', () => {
  it.each(['localhost', 'localhost.', 'a.localhost', '127.0.0.1', '[::1]', '0.0.0.0', '[::ffff:7f00:1]'])(
    'counts %s as this machine',
    (hostname) => {
      expect(isLoopback(hostname)).toBe(true)
    },
  )

  it.each([
    'example.com',
    'notlocalhost',
    'localhost.example.com',
    '128.0.0.1',
    '10.0.0.1',
    '127.0.0.1.example.com',
    '[::2]',
    '[::ffff:a00:1]',
    '[::ffff:8f00:1]',
    '',
  ])('counts %j as another machine', (hostname) => {
    expect(isLoopback(hostname)).toBe(false)
  })
})
