import * as client from '@redis/client'
import { expect, it } from 'vitest'
import { loadLibrary } from '../src/load-library.ts'

it.each([
  ['by name', () => Promise.resolve({ ...client, default: undefined } as never)],
  ['in the default export alone, as a bundler gives it', () => Promise.resolve({ default: client } as never)],
  ['as Node gives it', undefined],
])('the client is found %s', async (_, load) => {
  const { createClient } = await loadLibrary(load)
  expect(createClient).toBe(client.createClient)
})
