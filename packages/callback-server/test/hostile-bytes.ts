import fc from 'fast-check'
import { marker, methods, path, state } from './hostile-requests.ts'

/** The positions at which bytes are cut into pieces. */
export const cuts: fc.Arbitrary<number[]> = fc.array(fc.nat({ max: 4000 }), { maxLength: 3 })
export const byte: fc.Arbitrary<string> = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  maxLength: 60,
})

/** Bytes that are no HTTP, or nearly are. HOST stands for our host. */
export const garbage: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      byte,
      fc.constantFrom(
        'GET ',
        'POST ',
        path,
        `?state=${state}x`,
        ' HTTP/1.1',
        ' HTTP/1.0',
        ' HTTP/2.0',
        '\r\n',
        '\n',
        '\r\n\r\n',
      ),
      fc.constantFrom('Host: HOST\r\n', `Cookie: ${marker}\r\n`, 'Content-Length: 5\r\n', 'Content-Length: -1\r\n'),
      fc.constantFrom(
        'Transfer-Encoding: chunked\r\n',
        'fffffffffffffffff\r\n',
        '0\r\n\r\n',
        'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      ),
      fc.constantFrom(
        '\u0016\u0003\u0001\u0002\u0000\u0001\u0000',
        'Upgrade: websocket\r\n',
        'Expect: 100-continue\r\n',
      ),
      fc.constantFrom(`X: ${marker.repeat(6000)}\r\n`, `GET ${path}?${marker.repeat(3000)}`),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''))

const bodies = fc.constantFrom(
  ...['', `Content-Length: 6\r\n\r\n${marker}`, `Transfer-Encoding: chunked\r\n\r\n6\r\n${marker}\r\n0\r\n\r\n`],
  ...[
    `Transfer-Encoding: chunked\r\n\r\nzz\r\n${marker}`,
    'Content-Length: 1000000\r\n\r\nx',
    'Content-Length: 1\r\nContent-Length: 2\r\n\r\nx',
  ],
  ...[`Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET ${path}?code=${marker} HTTP/1.1\r\n\r\n`],
)

/** A request that is right but for one thing at least. HOST stands for our host. */
export const wrong: fc.Arbitrary<string> = fc
  .record({
    method: methods,
    target: fc.constantFrom(
      path,
      `/${path}`,
      `${path}/`,
      `${path}%2f`,
      `/x/..${path}`,
      '/',
      '/favicon.ico',
      'http://HOST/callback',
      '*',
    ),
    query: fc.constantFrom(
      `?state=${state}`,
      `?code=${marker}&state=${marker}`,
      `?error=${marker}`,
      `?state=${state}&state=${state}`,
      '',
    ),
    version: fc.constantFrom('1.1', '1.1', '1.0'),
    hosts: fc.array(fc.constantFrom('HOST', 'HOST', 'evil.example', `${marker}:80`, 'HOST@evil.example'), {
      maxLength: 2,
    }),
    origin: fc.constantFrom(
      '',
      `Origin: https://${marker}.example\r\n`,
      'Access-Control-Request-Private-Network: true\r\n',
    ),
    body: bodies,
  })
  .map(({ method, target, query, version, hosts, origin, body }) => {
    const isOurs =
      ['GET', 'POST'].includes(method) && target === path && query === `?state=${state}` && hosts.join() === 'HOST'
    const names = (isOurs ? ['evil.example'] : hosts).map((name) => `Host: ${name}\r\n`).join('')
    const head = `${method} ${target}${query} HTTP/${version}\r\n${names}${origin}`
    return body === '' ? `${head}\r\n` : `${head}${body}`
  })
