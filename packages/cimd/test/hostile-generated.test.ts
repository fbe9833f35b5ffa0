import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { CimdError, type Finding, fetchClientMetadata, validateClientMetadata } from '../src/index.ts'
import { documents, secret, uris } from './hostile-documents.ts'
import { url } from './world.ts'

/** Printable text: one line of words, neither long nor secret. */
function expectPrintable(text: string): void {
  expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u)
  expect(text).not.toContain(secret)
  expect(text.length).toBeLessThan(700)
}

const expectFindings = (findings: readonly Finding[]): void => {
  for (const { message } of findings) expectPrintable(message)
}

describe('whatever a document says', () => {
  it('what is found in it may be printed, and holds no secret of it (H36)', () => {
    fc.assert(
      fc.property(documents, fc.array(uris, { maxLength: 2 }), (document, redirectUris) => {
        expectFindings(validateClientMetadata(JSON.parse(JSON.stringify(document)), url, { redirectUris }))
      }),
      hostile(1000),
    )
  })

  it('a secret or a private key in it is an error (H36)', () => {
    fc.assert(
      fc.property(documents, fc.constantFrom('client_secret', 'd', 'p', 'q', 'k', 'oth'), (document, name) => {
        const leak =
          name === 'client_secret' ? { [name]: secret } : { jwks: { keys: [{ kty: 'RSA', [name]: secret }] } }
        const found = validateClientMetadata({ ...Object(document), ...leak }, url)
        const rule = name === 'client_secret' ? name : 'jwks_private_key'
        expect(found.map((finding) => finding.rule)).toContain(rule)
      }),
      hostile(500),
    )
  })
})

/** The part of a text that a header can carry: more than a server should send. */
function inHeader(text: string): string {
  return [...text].map((sign) => (sign < '\u0100' && !'\0\r\n'.includes(sign) ? sign : '%')).join('')
}

describe('whatever is answered at its URL', () => {
  const bodies = fc.oneof(
    documents.map((document) => JSON.stringify(document)),
    fc.constantFrom(
      '',
      `<p>${secret}`,
      `{"client_secret":"${secret}"`,
      'null',
      `"${secret}"`,
      '['.repeat(5000),
      '{"a":'.repeat(1000),
    ),
    fc.uint8Array({ maxLength: 6000 }),
  )
  const headers = fc.record(
    {
      'content-type': fc.constantFrom(
        'application/json',
        'application/json',
        'text/html; charset=x',
        'application/x+json',
        '',
        '\u009b31m',
      ),
      location: fc.oneof(uris, fc.constantFrom('/', '//')).map(inHeader),
      'cache-control': fc.constantFrom('no-store', 'max-age=0', `no-cache="${secret}"`, 'max-age=60', ''),
    },
    { requiredKeys: [] },
  )
  const statuses = fc.oneof(
    { weight: 3, arbitrary: fc.constant(200) },
    fc.constantFrom(201, 301, 302, 303, 307, 400, 401, 403, 404, 429, 500, 503),
  )

  it('is a document with findings, or a CimdError that holds nothing secret (H41)', async () => {
    await fc.assert(
      fc.asyncProperty(statuses, headers, bodies, async (status, fields, body) => {
        const fetch = async (): Promise<Response> => new Response(body as BodyInit, { status, headers: fields })
        const outcome = await fetchClientMetadata(`${url}?key=${secret}`, { fetch }).catch((error: unknown) => error)
        if (outcome instanceof Error) {
          expect(outcome).toBeInstanceOf(CimdError)
          return expectPrintable(outcome.message)
        }
        expectFindings((outcome as { readonly findings: readonly Finding[] }).findings)
      }),
      hostile(500),
    )
  })
})
