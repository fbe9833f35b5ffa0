import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { fileTokenStore } from '../src/file.ts'
import { createFileTokenStore } from '../src/file-token-store.ts'
import { nodeHost } from '../src/host.ts'
import { recordFileName } from '../src/record-file.ts'

// Error codes of system calls from now on, such as `{ readdir: 'EACCES' }`, since the system refuses root nothing.
const failing = vi.hoisted(() => new Map<string, string>())
const failable = vi.hoisted(() => (module: Record<string, unknown>, names: readonly string[]) => {
  const wrapped = names.map((name) => {
    const call = (...args: readonly unknown[]) => {
      const code = failing.get(name)
      if (code !== undefined) throw Object.assign(new Error(code), code === '' ? {} : { code })
      return (module[name] as (...args: readonly unknown[]) => unknown)(...args)
    }
    return [name, name.endsWith('Sync') ? call : async (...args: readonly unknown[]) => call(...args)]
  })
  return { ...module, ...Object.fromEntries(wrapped) }
})
vi.mock('node:fs', async (original) => failable(await original(), ['openSync', 'readFileSync', 'lstatSync']))
vi.mock('node:fs/promises', async (original) => failable(await original(), ['readdir', 'rm']))

let folder: string
beforeEach(async () => {
  failing.clear()
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'failing-'))
  const made = folder
  onTestFinished(() => {
    failing.clear()
    rmSync(made, { recursive: true })
  })
  await fileTokenStore({ folder }).update('a', async () => 'old')
})

const path = (): string => join(folder, recordFileName('a'))

it.each([
  ['openSync', 'EACCES', path],
  ['openSync', 'EMFILE', path],
  ['readFileSync', 'EIO', path],
  ['lstatSync', 'EACCES', () => folder],
])('names what cannot be read where %s says %s', async (call, code, where) => {
  failing.set(call, code)
  const change = vi.fn()
  const store = fileTokenStore({ folder })
  const refusal = {
    name: 'TokenStoreError',
    code: 'read_failed',
    message: `Cannot read ${where()} (${code}): make it readable for this user, or choose another folder.`,
  }
  await expect(store.get('a')).rejects.toMatchObject(refusal)
  await expect(store.keys()).rejects.toMatchObject({ code: 'read_failed' })
  await expect(store.update('a', change)).rejects.toMatchObject({ code: 'read_failed' })
  expect(change).not.toHaveBeenCalled()
  failing.clear()
  expect(await store.get('a')).toBe('old')
})

it('names the folder that cannot be listed, also where nobody knows why', async () => {
  failing.set('readdir', '')
  const message = expect.stringContaining(`Cannot read ${folder} (unknown reason)`)
  await expect(fileTokenStore({ folder }).keys()).rejects.toMatchObject({ code: 'read_failed', message })
})

it.each(['rm', 'readdir'])('says that a record was not deleted where %s is refused', async (call) => {
  const store = fileTokenStore({ folder })
  await store
    .update('a', async () => {
      failing.set(call, 'EPERM')
      return undefined
    })
    .then(
      () => expect.fail('this should have been refused'),
      (error) => expect(error).toMatchObject({ code: 'write_failed', message: expect.stringContaining(path()) }),
    )
  failing.clear()
  expect(await store.get('a')).toBe('old')
})

it.each(['EPERM', 'EBUSY', 'EACCES'])('reads and deletes again where Windows says %s for a moment', async (code) => {
  const sleep = vi.fn(async () => failing.clear())
  const store = createFileTokenStore(folder, { ...nodeHost(), platform: 'win32', userId: undefined, sleep })
  failing.set('openSync', code)
  expect(await store.get('a')).toBe('old')
  failing.set('rm', code)
  await store.update('a', async () => undefined)
  expect([await store.keys(), sleep.mock.calls]).toEqual([[], [[10], [10]]])
})

it('says that what a crash left cannot be put away', async () => {
  failing.set('rm', 'EBUSY')
  const message = expect.stringContaining(`${path()}.tmp (EBUSY)`)
  await expect(fileTokenStore({ folder }).update('a', async () => 'new')).rejects.toMatchObject({
    code: 'write_failed',
    message,
  })
})

it('says that a record was not deleted also where nobody knows why', async () => {
  const store = fileTokenStore({ folder })
  failing.set('rm', '')
  await expect(store.update('a', async () => undefined)).rejects.toMatchObject({
    code: 'write_failed',
    message: expect.stringContaining('(unknown reason)'),
  })
})

it('says that a damaged file cannot be set aside, and leaves it where it is', async () => {
  await writeFile(path(), 'damaged', { mode: 0o600 })
  await mkdir(join(folder, 'damaged'), { mode: 0o755 })
  const store = fileTokenStore({ folder })
  await expect(store.update('a', async () => 'new')).rejects.toMatchObject({ code: 'unsafe_file' })
  expect(await store.get('a')).toBe('')
})

it('says that a damaged file cannot be moved away, and does not overwrite it', async () => {
  await writeFile(path(), 'damaged', { mode: 0o600 })
  const rename = () => Promise.reject(Object.assign(new Error('EXDEV'), { code: 'EXDEV' }))
  const store = createFileTokenStore(folder, { ...nodeHost(), rename })
  const message = expect.stringContaining(`${path()} (EXDEV)`)
  await expect(store.update('a', async () => 'new')).rejects.toMatchObject({ code: 'write_failed', message })
  expect(await readFile(path(), 'utf8')).toBe('damaged')
})
