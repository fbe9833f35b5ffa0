import { expect, it } from 'vitest'
import { isSameIssuer } from '../src/index.ts'

it.each([
  ['https://as.example', 'https://as.example'],
  ['https://as.example/', 'https://as.example'],
  ['https://as.example:8443', 'https://as.example:8443/'],
  ['https://as.example/tenant', 'https://as.example/tenant'],
  ['https://as.example/tenant/', 'https://as.example/tenant/'],
])('takes %s and %s for one issuer', (one, other) => {
  expect(isSameIssuer(one, other)).toBe(true)
  expect(isSameIssuer(other, one)).toBe(true)
})

it.each([
  ['another host', 'https://as.example', 'https://as.example.com.evil.example'],
  ['another case', 'https://as.example', 'https://AS.example'],
  ['another scheme', 'https://as.example', 'http://as.example'],
  ['a default port', 'https://as.example', 'https://as.example:443'],
  ['the slash of a path', 'https://as.example/tenant', 'https://as.example/tenant/'],
  ['two slashes', 'https://as.example', 'https://as.example//'],
  ['a query', 'https://as.example', 'https://as.example/?x'],
  ['a fragment', 'https://as.example', 'https://as.example/#'],
  ['a template', 'https://as.example/t1', 'https://as.example/{tenantid}'],
  ['an escape', 'https://as.example/a', 'https://as.example/%61'],
])('tells issuers apart by %s', (_, one, other) => {
  expect(isSameIssuer(one, other)).toBe(false)
  expect(isSameIssuer(other, one)).toBe(false)
})
