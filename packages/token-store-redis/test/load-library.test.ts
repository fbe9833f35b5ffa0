import * as client from '@redis/client'
import { describe, expect, it } from 'vitest'
import { loadLibrary } from '../src/load-library.ts'

it.each([
  ['by name', () => Promise.resolve({ ...client, default: undefined } as never)],
  ['in the default export alone, as a bundler gives it', () => Promise.resolve({ default: client } as never)],
  ['as Node gives it', undefined],
])('the client is found %s', async (_, load) => {
  const { createClient } = await loadLibrary(load)
  expect(createClient).toBe(client.createClient)
})

describe('a client that is not installed, since only a URL needs it,', () => {
  it.each(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'])(
    'is told with the command that installs it: %s',
    async (code) => {
      const cause = Object.assign(new Error("Cannot find package '@redis/client'"), { code })
      await expect(loadLibrary(() => Promise.reject(cause))).rejects.toMatchObject({
        name: 'TokenStoreError',
        code: 'unavailable',
        message:
          'A store with the URL of Redis needs @redis/client, which is not installed: ' +
          'npm install @redis/client, or give the store a client of redis or ioredis.',
        cause,
      })
    },
  )

  it('is not blamed for another failure', async () => {
    const cause = new SyntaxError('Unexpected token')
    await expect(loadLibrary(() => Promise.reject(cause))).rejects.toBe(cause)
  })
})

it('comes to nobody who gives a client of another library', async () => {
  const { default: manifest } = await import('../package.json', { with: { type: 'json' } })
  expect(Object.keys(manifest.dependencies)).toEqual(['@fast-agent-auth/token-store'])
  expect(manifest.peerDependenciesMeta).toEqual({ '@redis/client': { optional: true } })
})
