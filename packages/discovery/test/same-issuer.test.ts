import { expect, it } from 'vitest'
import { isSameIssuer } from '../src/index.ts'

it.each([
  ['https://as.example', 'https://as.example'],
  ['https://as.example/', 'https://as.example'],
  ['https://as.example:8443', 'https://as.example:8443/'],
  ['https://as.example/tenant', 'https://as.example/tenant'],
  ['https://as.example/tenant/', 'https://as.example/tenant/'],
  ['https://as.example', 'https://AS.example'],
  ['https://as.example/Tenant', 'HTTPS://As.Example/Tenant'],
  ['https://as.example', 'https://as.example:443'],
  ['https://as.example/tenant', 'https://as.example:443/tenant'],
  ['http://127.0.0.1', 'http://127.0.0.1:80/'],
  ['https://[2001:db8::a]:8443', 'https://[2001:DB8::A]:8443'],
])('takes %s and %s for one issuer', (one, other) => {
  expect(isSameIssuer(one, other)).toBe(true)
  expect(isSameIssuer(other, one)).toBe(true)
})

it.each([
  ['another host', 'https://as.example', 'https://as.example.com.evil.example'],
  ['another case of the path', 'https://as.example/tenant', 'https://as.example/Tenant'],
  ['a letter that is k in small', 'https://k.example', 'https://\u212a.example'],
  ['a user name', 'https://as.example', 'https://as.example:443@evil.example'],
  ['another scheme', 'https://as.example', 'http://as.example'],
  ['a port', 'https://as.example', 'https://as.example:4430'],
  ['the default port of another scheme', 'https://as.example', 'https://as.example:80'],
  ['the slash of a path', 'https://as.example/tenant', 'https://as.example/tenant/'],
  ['two slashes', 'https://as.example', 'https://as.example//'],
  ['a query', 'https://as.example', 'https://as.example/?x'],
  ['a fragment', 'https://as.example', 'https://as.example/#'],
  ['a template', 'https://as.example/t1', 'https://as.example/{tenantid}'],
  ['an escape', 'https://as.example/a', 'https://as.example/%61'],
])('tells issuers apart by %s (H3)', (_, one, other) => {
  expect(isSameIssuer(one, other)).toBe(false)
  expect(isSameIssuer(other, one)).toBe(false)
})
