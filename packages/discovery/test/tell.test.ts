import { expect, it, vi } from 'vitest'
import { tell } from '../src/untrusted/index.ts'

it('tells a listener', () => {
  const listener = vi.fn()
  tell(listener, 'news')
  expect(listener).toHaveBeenCalledExactlyOnceWith('news')
})

it.each<[string, ((event: string) => unknown) | undefined]>([
  ['there is no listener', undefined],
  [
    'the listener throws',
    () => {
      throw new Error('broken')
    },
  ],
  ['the listener rejects', () => Promise.reject(new Error('broken'))],
])('ends nothing where %s', async (_, listener) => {
  const unhandled = vi.fn()
  process.once('unhandledRejection', unhandled)
  expect(() => tell(listener, 'news')).not.toThrow()
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', unhandled)
  expect(unhandled).not.toHaveBeenCalled()
})
