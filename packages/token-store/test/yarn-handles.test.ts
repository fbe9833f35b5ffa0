import { mkdtempSync, type NoParamCallback, realpathSync, rmSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { fileTokenStore } from '../src/file.ts'
import { writeFailed } from '../src/file-errors.ts'

// File handles as Yarn PnP has them: it replaces node:fs, and leaves these out.
const missing = vi.hoisted(() => new Set(['sync', 'datasync', 'utimes', 'readv']))
const flushed = vi.hoisted(() => vi.fn())
vi.mock('node:fs/promises', async (original) => {
  const module: typeof import('node:fs/promises') = await original()
  const notImplemented = () => {
    throw new Error('Method not implemented.')
  }
  const open = async (...args: Parameters<typeof module.open>): Promise<FileHandle> =>
    Object.assign(await module.open(...args), Object.fromEntries([...missing].map((name) => [name, notImplemented])))
  return { ...module, open }
})
vi.mock('node:fs', async (original) => {
  const module: typeof import('node:fs') = await original()
  const fsync = (file: number, done: NoParamCallback) => {
    flushed(module.fstatSync(file).isDirectory() ? 'folder' : 'file')
    module.fsync(file, done)
  }
  return { ...module, fsync }
})

function temporaryFolder(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'yarn-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

it('keeps records where file handles have no sync, as with Yarn PnP, and flushes them all the same', async () => {
  const store = fileTokenStore({ folder: temporaryFolder() })
  await store.update('a', async () => 'old')
  flushed.mockClear()
  await store.update('a', async (present) => `${present}er`)
  expect(flushed.mock.calls).toEqual([['file'], ['folder']])
  expect(await store.get('a')).toBe('older')
  await store.update('a', async () => 'reserved', { reserve: 1_000 })
  expect(await store.get('a')).toBe('reserved')
  await store.update('a', async () => undefined)
  expect(await store.keys()).toEqual([])
})

it('says what is missing where the system was not even asked, and does not send anybody to the folder', async () => {
  const folder = temporaryFolder()
  const store = fileTokenStore({ folder })
  missing.add('truncate')
  onTestFinished(() => void missing.delete('truncate'))
  await expect(store.update('a', async () => 'new')).rejects.toMatchObject({
    code: 'write_failed',
    message:
      `Cannot write ${join(folder, 'encryption.key')} (Method not implemented), so the change was not made: ` +
      'something replaces node:fs here, so run this program without that replacement, or use another store.',
  })
})

it('guesses no cause where nobody told one', () => {
  expect(writeFailed('/folder/file', 'a word').message).toBe(
    'Cannot write /folder/file (unknown reason), so the change was not made: make the folder writable for this user, or choose another one.',
  )
})

it('names the option of Deno that is missing, and not the folder', () => {
  const words = 'Requires write access to "/folder", run again with the --allow-write flag'
  const cause = Object.assign(new Error(words), { name: 'NotCapable' })
  expect(writeFailed('/folder/file', cause).message).toBe(
    `Cannot write /folder/file (${words}), so the change was not made: run this program with the option that Deno names, or use another store.`,
  )
})
