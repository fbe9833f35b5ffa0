import { expect, it, vi } from 'vitest'
import { createFileTokenStore } from '../src/file-token-store.ts'
import { nodeHost } from '../src/host.ts'
import { temporaryFolder } from './temporary-folder.ts'

// Windows has neither of them.
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  return { ...fs, constants: { ...fs.constants, O_NOFOLLOW: undefined, O_NONBLOCK: undefined } }
})

it('reads, writes and deletes where files are opened without the flags that Windows does not have', async () => {
  const store = createFileTokenStore(await temporaryFolder(), { ...nodeHost(), platform: 'win32', userId: undefined })
  await store.update('a', async () => '1')
  expect([await store.get('a'), await store.keys()]).toEqual(['1', ['a']])
  await store.update('a', async () => undefined)
  expect(await store.keys()).toEqual([])
})
