import fc from 'fast-check'
import { url } from './world.ts'

/** In every document, where something secret may be. */
export const secret = 's3cret'

/** Words that would act on a terminal, turn what is shown, or forge a line. */
const odd = fc.oneof(
  fc.constantFrom(
    '\u001b[2J',
    '\u009b31m',
    '\u202e',
    '\u2066',
    '\u200b',
    '\u3164',
    '\u0000',
    '\r\n',
    '\u2028',
    '\ufeff',
    '\ud800',
    '"',
    '…',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.integer({ min: 1, max: 9000 }).map((length) => 'x'.repeat(length)),
)

/** URLs whose secret is where secrets may be: user name and password, query, fragment. */
export const uris: fc.Arbitrary<string> = fc
  .record({
    scheme: fc.constantFrom(
      'https://',
      'http://',
      'HTTPS://',
      'com.example.app:/',
      'com.example.app://',
      'https:',
      'https:/',
      'https:\\\\',
      'javascript://',
      '',
    ),
    user: fc.constantFrom('', '', 'me@', `me:${secret}@`, `${secret}@`, `:${secret}@`, `a@b:${secret}@`),
    host: fc.constantFrom('127.0.0.1', 'localhost', '[::1]', 'app.example.com', 'evil.example:99999', ''),
    path: fc.oneof(
      fc.constantFrom('/callback', '/', '', '/../x', '/@', '\\x'),
      odd.map((text) => `/${text}`),
    ),
    end: fc.constantFrom('', `?key=${secret}`, `#${secret}`, `?a#${secret}`, `?\n${secret}`),
  })
  .map(({ scheme, user, host, path, end }) => `${scheme}${user}${host}${path}${end}`)

const anyValue = fc.oneof(
  odd,
  uris,
  fc.constantFrom(null, true, 0, [], {}),
  fc.array(uris, { maxLength: 2 }),
  fc.object({ maxDepth: 1 }),
)

const keys = fc.dictionary(
  fc.constantFrom('kty', 'd', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'x', 'n', 'kid', 'keys', '__proto__'),
  fc.constantFrom<unknown>(secret, [secret], { d: secret }, null),
)

/** Documents of which every member may be anything, and every secret is `secret`. */
export const documents: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record(
      {
        client_id: fc.oneof(fc.constant(url), anyValue),
        client_name: fc.oneof(fc.constant('My agent'), anyValue),
        client_uri: anyValue,
        logo_uri: anyValue,
        jwks_uri: anyValue,
        redirect_uris: fc.oneof(fc.array(uris, { maxLength: 4 }), anyValue),
        client_secret: fc.constantFrom<unknown>(secret, '', [secret], { secret }),
        client_secret_expires_at: fc.constantFrom<unknown>(0, secret),
        token_endpoint_auth_method: fc.oneof(fc.constantFrom('none', 'client_secret_basic', 'private_key_jwt'), odd),
        jwks: fc.oneof(
          keys,
          fc.array(keys, { maxLength: 2 }),
          fc.record({ keys: fc.array(keys, { maxLength: 2 }) }),
          anyValue,
        ),
        grant_types: fc.oneof(fc.constant(['authorization_code']), anyValue),
        response_types: fc.oneof(fc.constant(['code']), anyValue),
        application_type: fc.oneof(fc.constantFrom('native', 'web'), anyValue),
        software_statement: fc.constant(secret),
      },
      { requiredKeys: [] },
    ),
  },
  anyValue,
)
