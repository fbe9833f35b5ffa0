import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { dataFolder, fileTokenStore } from '../src/file.ts'
import { describeTokenStore } from '../src/testing.ts'
import { startChild } from './child.ts'
import { temporaryFolder } from './temporary-folder.ts'

const hashOfA = 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'

const createStore = async () => fileTokenStore({ folder: await temporaryFolder() })

describeTokenStore('The file store', createStore, { describe, it, expect })

it('keeps a record in one file of JSON that its key names', async () => {
  const folder = join(await temporaryFolder(), 'deep', 'tokens')
  await fileTokenStore({ folder }).update('a', async () => '{"x":1}')
  expect((await readdir(folder)).sort()).toEqual([`${hashOfA}.json`, `${hashOfA}.lock`])
  const text = await readFile(join(folder, `${hashOfA}.json`), 'utf8')
  expect(JSON.parse(text)).toEqual({ version: 1, key: 'a', record: '{"x":1}' })
})

it('makes folder and files for this user alone, whatever the umask allows', async () => {
  const folder = join(await temporaryFolder(), 'tokens')
  await fileTokenStore({ folder }).update('a', async () => '1')
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  expect((await stat(join(folder, `${hashOfA}.json`))).mode & 0o777).toBe(0o600)
  expect((await stat(join(folder, `${hashOfA}.lock`))).mode & 0o777).toBe(0o600)
})

it('makes no folder where it is only read', async () => {
  const folder = join(await temporaryFolder(), 'tokens')
  const store = fileTokenStore({ folder })
  expect(await store.get('a')).toBeUndefined()
  expect(await store.keys()).toEqual([])
  await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' })
})

it('does not touch the file of a record that stays the same', async () => {
  const folder = await temporaryFolder()
  const store = fileTokenStore({ folder })
  await store.update('a', async () => '1')
  const before = await stat(join(folder, `${hashOfA}.json`))
  await store.update('a', async () => '1')
  const after = await stat(join(folder, `${hashOfA}.json`))
  expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs])
})

it('shares records between two stores of one folder, and turns too', async () => {
  const folder = await temporaryFolder()
  const increment = () =>
    fileTokenStore({ folder }).update('count', async (present) => String(Number(present ?? 0) + 1))
  await Promise.all(Array.from({ length: 20 }, increment))
  expect(await fileTokenStore({ folder }).get('count')).toBe('20')
})

it('loses none of 25 updates by each of 4 processes', async () => {
  const folder = await temporaryFolder()
  const children = Array.from({ length: 4 }, () => startChild('increment', folder, '25'))
  await Promise.all(children.map((child) => child.ended()))
  expect(await fileTokenStore({ folder }).get('count')).toBe('100')
})

it('keeps records where the platform keeps data, by default', async () => {
  const home = await temporaryFolder()
  vi.stubEnv('XDG_DATA_HOME', home)
  expect(dataFolder()).toBe(join(home, 'fast-agent-auth'))
  await fileTokenStore().update('a', async () => '1')
  expect(await readdir(join(home, 'fast-agent-auth', 'tokens'))).toContain(`${hashOfA}.json`)
})
