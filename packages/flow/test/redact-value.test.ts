import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { AuthorizationError } from '../src/index.ts'
import { redactValue } from '../src/internal.ts'

const redact = (text: string): string => text.replaceAll('hush', '***')
const told = (value: unknown): string => inspect(value, { depth: 20, showHidden: true })

describe('an error', () => {
  it.each([
    ['its message', new Error('hush')],
    ['its cause', new Error('fine', { cause: new Error('hush', { cause: 'hush' }) })],
    ['a member of its own', Object.assign(new Error('fine'), { code: 'hush' })],
    ['an object in it', Object.assign(new Error('fine'), { challenge: { scope: 'a hush' }, list: [{ a: ['hush'] }] })],
    ['errors in it', new AggregateError([new Error('hush'), 'hush'], 'several')],
    ['a member that has a symbol for a name', Object.assign(new Error('fine'), { [Symbol('s')]: 'hush' })],
    ['the message of an error of the platform', new DOMException('hush', 'AbortError')],
    ['its challenge', new AuthorizationError('unknown_server_error', 'fine', { challenge: { scope: 'hush' } })],
  ])('that holds a secret in %s stays itself, and holds it no more', (_, error) => {
    const { stack } = error
    expect(told(error)).toContain('hush')
    expect(redactValue(error, redact)).toBe(error)
    expect(told(error)).not.toContain('hush')
    expect(told(error)).toContain('***')
    // The place where it was thrown is told as before.
    expect(error.stack).toBe(stack && redact(stack))
  })

  it('keeps what it is: its class, its code, and that its message is not enumerated', () => {
    const error = new AuthorizationError('unknown_server_error', 'hush')
    redactValue(error, redact)
    expect(error).toBeInstanceOf(AuthorizationError)
    expect([error.code, error.name, error.message]).toEqual(['unknown_server_error', 'AuthorizationError', '***'])
    expect(Object.keys(error)).not.toContain('message')
  })

  it('that nobody can change is told by another, of the same name and code', () => {
    const error = Object.freeze(Object.assign(new Error('hush'), { name: 'Frozen', code: 'hush_code' }))
    const other = redactValue(error, redact)
    expect(other).toMatchObject({ message: '***', name: 'Frozen', code: '***_code' })
    expect(told(other)).not.toContain('hush')
    const plain = redactValue(Object.freeze(new Error('hush')), redact)
    expect([plain.message, 'code' in plain]).toEqual(['***', false])
  })

  it('without a secret is not touched', () => {
    const error = Object.freeze(new Error('fine', { cause: Object.freeze({ a: 1 }) }))
    expect(redactValue(error, redact)).toBe(error)
  })

  it('that is its own cause comes to an end', () => {
    const error: Error = new Error('hush')
    error.cause = error
    expect(redactValue(error, redact).message).toBe('***')
  })
})

describe('a value', () => {
  it.each([
    ['a text', 'a hush', 'a ***'],
    ['a list', [1, 'hush', null], [1, '***', null]],
    ['an object', { a: { b: ['hush'] }, c: undefined, d: 0 }, { a: { b: ['***'] }, c: undefined, d: 0 }],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 'hush' }), { a: '***' }],
  ])('that is %s is copied without', (_, value, expected) => {
    const before = structuredClone(value)
    expect(redactValue<unknown>(value, redact)).toEqual(expected)
    expect(value).toEqual(before)
  })

  it.each([
    ['a list', ['fine']],
    ['an object', { a: { b: 'fine' } }],
    ['a URL, which is there to be opened', new URL('https://example.com/?state=hush')],
    ['an object of a class', new Map([['a', 'hush']])],
    ['undefined', undefined],
    ['a number', 7],
  ])('that is %s is the same one', (_, value) => {
    expect(redactValue<unknown>(value, redact)).toBe(value)
  })
})

describe('what lies deep', () => {
  const nest = (levels: number, inner: unknown): unknown => (levels === 0 ? inner : nest(levels - 1, [inner]))

  it('is looked at eight levels deep, and no deeper: a list may hold itself', () => {
    expect(redactValue(nest(8, 'hush'), redact)).toEqual(nest(8, '***'))
    expect(redactValue(nest(9, 'hush'), redact)).toEqual(nest(9, 'hush'))
    const loop: unknown[] = ['hush']
    loop.push(loop)
    expect((redactValue(loop, redact) as unknown[])[0]).toBe('***')
  })
})

it('an object of a class whose members hold a secret is the same one, unchanged', () => {
  class Held {
    readonly text = 'hush'
  }
  const held = new Held()
  expect(redactValue(held, redact)).toBe(held)
  expect(redactValue([held], redact)[0]).toBe(held)
  expect(held.text).toBe('hush')
})

it('what was changed in an error can be changed again', () => {
  const error = new DOMException('hush', 'AbortError')
  redactValue(error, redact)
  const { enumerable, writable, configurable } = Object.getOwnPropertyDescriptor(error, 'message') ?? {}
  expect({ enumerable, writable, configurable }).toEqual({ enumerable: false, writable: true, configurable: true })
})
