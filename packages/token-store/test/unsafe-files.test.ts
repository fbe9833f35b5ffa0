import { chmod, mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { fileTokenStore } from '../src/file.ts'
import { createFileTokenStore } from '../src/file-token-store.ts'
import { nodeHost } from '../src/host.ts'
import type { TokenStore } from '../src/index.ts'
import { recordFileName } from '../src/record-file.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A folder that holds record `secret` under key `a`, and the path of its file. */
async function written() {
  const folder = join(await temporaryFolder(), 'tokens')
  await fileTokenStore({ folder }).update('a', async () => 'secret')
  return { folder, path: join(folder, recordFileName('a')), store: fileTokenStore({ folder }) }
}

/** Nobody may read, list or change; the message names the place and what to do. */
async function expectRefusal(store: TokenStore, path: string, advice: string) {
  const change = vi.fn()
  for (const attempt of [() => store.get('a'), () => store.keys(), () => store.update('a', change)]) {
    const message = expect.stringContaining(advice)
    await expect(attempt()).rejects.toMatchObject({ name: 'TokenStoreError', code: 'unsafe_file', message })
    await expect(attempt()).rejects.toThrow(path)
  }
  expect(change).not.toHaveBeenCalled()
}

it.each([0o604, 0o640, 0o666, 0o601])('refuses a file with mode %o, and says how to protect it (H65)', async (mode) => {
  const { path, store } = await written()
  await chmod(path, mode)
  await expectRefusal(store, path, 'chmod 600')
  await chmod(path, 0o600)
  expect(await store.get('a')).toBe('secret')
})

it.each([0o755, 0o770, 0o701])('refuses a folder with mode %o, and says how to protect it', async (mode) => {
  const { folder, store } = await written()
  await chmod(folder, mode)
  await expectRefusal(store, folder, 'chmod 700')
})

it('refuses a symbolic link in the place of a file, and does not write through it (H65)', async () => {
  const { folder, path, store } = await written()
  const elsewhere = join(folder, 'elsewhere')
  await rename(path, elsewhere)
  await symlink(elsewhere, path)
  const before = await readFile(elsewhere, 'utf8')
  await expectRefusal(store, path, 'is a symbolic link: remove it')
  expect(await readFile(elsewhere, 'utf8')).toBe(before)
})

it('refuses a symbolic link that leads nowhere', async () => {
  const { folder, store } = await written()
  const path = join(folder, recordFileName('b'))
  await symlink(join(folder, 'nowhere'), path)
  await expect(store.update('b', async () => '1')).rejects.toMatchObject({ code: 'unsafe_file' })
})

it('refuses a symbolic link in the place of the folder', async () => {
  const { folder } = await written()
  const link = `${folder}-link`
  await symlink(folder, link)
  await expectRefusal(fileTokenStore({ folder: link }), link, 'name the folder that it points to')
})

it('refuses a folder in the place of a file (H65)', async () => {
  const { folder, store } = await written()
  const path = join(folder, recordFileName('b'))
  await mkdir(path, { mode: 0o700 })
  await expect(store.get('b')).rejects.toMatchObject({
    code: 'unsafe_file',
    message: `${path} is not a file: remove it.`,
  })
  await expect(store.update('b', async () => '1')).rejects.toMatchObject({ code: 'unsafe_file' })
})

it('refuses a file in the place of the folder', async () => {
  const path = join(await temporaryFolder(), 'tokens')
  await writeFile(path, 'something else')
  await expectRefusal(fileTokenStore({ folder: path }), path, 'is not a folder')
  expect(await readFile(path, 'utf8')).toBe('something else')
})

it('refuses what belongs to another user (H65)', async () => {
  const { folder } = await written()
  const host = { ...nodeHost(), userId: 4_294_967_294 }
  await expectRefusal(createFileTokenStore(folder, host), folder, 'choose a folder of your own')
})

it('looks at no permission bits on Windows, which has none', async () => {
  const { folder, path } = await written()
  await chmod(folder, 0o755)
  await chmod(path, 0o644)
  const store = createFileTokenStore(folder, { ...nodeHost(), platform: 'win32', userId: undefined })
  expect(await store.update('a', async (present) => `${present}!`)).toBe('secret!')
  expect(await store.keys()).toEqual(['a'])
})

it('writes a record again for this user alone', async () => {
  const { path, store } = await written()
  await store.update('a', async () => 'newer')
  await chmod(path, 0o644)
  await expect(store.get('a')).rejects.toMatchObject({ code: 'unsafe_file' })
})
