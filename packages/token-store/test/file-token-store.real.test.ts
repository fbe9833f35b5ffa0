import { readdir, readFile, stat, truncate } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { dataFolder, fileTokenStore } from '../src/file.ts'
import { recordFileName } from '../src/record-file.ts'
import { describeTokenStore } from '../src/testing.ts'
import { temporaryFolder } from './temporary-folder.ts'

const hashOfA = 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'

describeTokenStore(
  'The file store (H68)',
  {
    async create() {
      const place = await temporaryFolder()
      return { store: fileTokenStore({ folder: place }), place }
    },
    shared: { module: new URL('./children/open-store.ts', import.meta.url), turns: 'machine' },
    damage: (key, place) => truncate(join(place, recordFileName(key)), 20),
  },
  { describe, it, expect },
)

it('keeps a record in one file that its key names, and tells nothing of either', async () => {
  const folder = join(await temporaryFolder(), 'deep', 'tokens')
  await fileTokenStore({ folder, key: () => new Uint8Array(32) }).update('a', async () => '{"x":1}')
  const files = (await readdir(folder)).filter((file) => !file.endsWith('.lock'))
  expect(files.sort()).toEqual([`${hashOfA}.sealed`, 'encryption.key'])
  const text = await readFile(join(folder, `${hashOfA}.sealed`), 'utf8')
  const lines = text.trimEnd().split('\n')
  expect(lines).toHaveLength(2)
  for (const line of lines) {
    expect(line).toMatch(/^fast-agent-auth:sealed:1:[\w-]{16}:[\w-]{16}:[\w-]+$/)
    expect(Buffer.from(line.split(':').at(-1) ?? '', 'base64url').toString('latin1')).not.toContain('"x"')
  }
})

it('makes folder and files for this user alone, whatever the umask allows', async () => {
  const folder = join(await temporaryFolder(), 'tokens')
  await fileTokenStore({ folder }).update('a', async () => '1')
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  const modes = (await readdir(folder)).map(async (name) => [
    extname(name),
    (await stat(join(folder, name))).mode & 0o777,
  ])
  expect(await Promise.all(modes)).toEqual(
    expect.arrayContaining([
      ['.sealed', 0o600],
      ['.lock', 0o600],
      ['.key', 0o600],
    ]),
  )
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
  const before = await stat(join(folder, `${hashOfA}.sealed`))
  await store.update('a', async () => '1')
  const after = await stat(join(folder, `${hashOfA}.sealed`))
  expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs])
})

it('shares records between two stores of one folder, and turns too', async () => {
  const folder = await temporaryFolder()
  const increment = () =>
    fileTokenStore({ folder }).update('count', async (present) => String(Number(present ?? 0) + 1))
  await Promise.all(Array.from({ length: 20 }, increment))
  expect(await fileTokenStore({ folder }).get('count')).toBe('20')
})

it('keeps records where the platform keeps data, by default', async () => {
  const home = await temporaryFolder()
  vi.stubEnv('XDG_DATA_HOME', home)
  expect(dataFolder()).toBe(join(home, 'fast-agent-auth'))
  await fileTokenStore().update('a', async () => '1')
  expect(await readdir(join(home, 'fast-agent-auth', 'tokens'))).toContain(`${hashOfA}.sealed`)
})
