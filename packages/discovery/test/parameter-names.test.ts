import { expect, it } from 'vitest'
import { displayQuery, parameterNames } from '../src/untrusted/index.ts'

it.each([
  ['server=a&team-id=b', ['server', 'team-id'], 'server=…&team-id=…'],
  ['?server=a', ['server'], 'server=…'],
  ['server==a', ['server'], 'server=…'],
  ['organization_name=a', ['organization_name'], 'organization_name=…'],
  ['a23456789012345=a', ['a23456789012345'], 'a23456789012345=…'],
  ['a234567890123456=a', [''], '…'],
  [`${'x'.repeat(32)}=a`, ['x'.repeat(32)], `${'x'.repeat(32)}=…`],
  [`${'x'.repeat(33)}=a`, [''], '…'],
  ['key?=a', [''], '…'],
  ['c2stc2VjcmV0==', [''], '…'],
  ['sk-secret&a=', ['', ''], '…&…'],
])('shows of the query %s only names that are no keys', (query, names, shown) => {
  expect(parameterNames(query)).toEqual(names)
  expect(displayQuery(names)).toBe(shown)
})
