import { describe, expect, it } from 'vitest'
import { missingScope, selectScope, unionScope } from '../src/protocol/scope.ts'

describe('the scope that is asked for', () => {
  it.each([
    ['is what the user set, whatever the server wants', { configured: 'a', challenged: 'b', held: 'c' }, 'a'],
    ['is none where the user set none', { configured: '', challenged: 'b' }, undefined],
    [
      'is what the challenge names, not what the metadata lists (C1, C2)',
      { challenged: 'b', resourceScopes: ['c'] },
      'b',
    ],
    ['is all that the metadata lists where no challenge names one (C1)', { resourceScopes: ['b', 'c'] }, 'b c'],
    ['is left out where nobody names one (C1)', {}, undefined],
    ['is left out where the metadata lists none', { resourceScopes: [] }, undefined],
    ['keeps what is held (C5)', { held: 'a b', challenged: 'b c' }, 'a b c'],
    [
      'has offline_access where the server lists it',
      { challenged: 'a', serverScopes: ['offline_access'] },
      'a offline_access',
    ],
    ['has no offline_access where the server does not list it (T7)', { challenged: 'a', serverScopes: ['x'] }, 'a'],
    ['has no offline_access alone (T7)', { serverScopes: ['offline_access'] }, undefined],
    ['has no offline_access beyond what the user set', { configured: 'a', serverScopes: ['offline_access'] }, 'a'],
  ])('%s', (_, inputs, scope) => {
    expect(selectScope(inputs)).toBe(scope)
  })
})

it('unites scopes, each once, in order', () => {
  expect(unionScope('b a', undefined, 'a  c', '')).toBe('b a c')
  expect(unionScope(undefined, '')).toBeUndefined()
})

it('names what is missing', () => {
  expect(missingScope('a b', 'b c')).toEqual(['a'])
  expect(missingScope(undefined, 'a')).toEqual([])
})
