import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createFileTokenStore } from '../src/file-token-store.ts'
import { nodeHost } from '../src/host.ts'
import { recordFileName, serializeRecordFile } from '../src/record-file.ts'
import { temporaryFolder } from './temporary-folder.ts'

const whole = serializeRecordFile('a', 'secret')

/** A store whose file for key `a` holds `content`, beside a sound record under `b`. */
async function damaged(content: string | Uint8Array) {
  const folder = await temporaryFolder()
  const store = createFileTokenStore(folder, { ...nodeHost(), now: () => 1_700_000_000_000 })
  await store.update('b', async () => 'sound')
  await writeFile(join(folder, recordFileName('a')), content, { mode: 0o600 })
  const aside = join(folder, `${recordFileName('a')}.damaged-1700000000000`)
  const listAside = async () => (await readdir(folder)).filter((name) => name.includes('damaged'))
  return { folder, store, aside, listAside }
}

const damages: readonly (readonly [string, string])[] = [
  ['is empty', ''],
  ['ends too early', whole.slice(0, -5)],
  ['is no JSON', 'hello'],
  ['is a list', '[]'],
  ['is null', 'null'],
  ['has no record', JSON.stringify({ version: 1, key: 'a' })],
  ['has a record that is no string', JSON.stringify({ version: 1, key: 'a', record: {} })],
  ['was written by a later version', JSON.stringify({ version: 2, key: 'a', record: 'secret' })],
  ['holds the record of another key', serializeRecordFile('c', 'secret')],
]

it.each(damages)('gives the text of a file that %s, and does not list its key', async (_, content) => {
  const { store } = await damaged(content)
  expect(await store.get('a')).toBe(content)
  expect(await store.keys()).toEqual(['b'])
})

it.each(damages)('sets a file that %s aside before another record takes its place', async (_, content) => {
  const { store, aside } = await damaged(content)
  await store.update('a', async (present) => `${present?.length}, new`)
  expect(await store.get('a')).toBe(`${content.length}, new`)
  expect(await readFile(aside, 'utf8')).toBe(content)
  expect((await store.keys()).sort()).toEqual(['a', 'b'])
})

it('sets a damaged file aside byte for byte', async () => {
  const bytes = Uint8Array.of(0xff, 0x00, 0xfe, 0x7b)
  const { store, aside } = await damaged(bytes)
  await store.update('a', async () => 'new')
  expect(new Uint8Array(await readFile(aside))).toEqual(bytes)
})

it('leaves nothing of a record that is deleted, neither a damaged file nor what was set aside before', async () => {
  const { store, listAside } = await damaged('a secret')
  await store.update('a', async () => 'new')
  expect(await listAside()).toHaveLength(1)
  await store.update('a', async () => undefined)
  expect(await listAside()).toEqual([])
  const again = await damaged('a secret')
  await again.store.update('a', async () => undefined)
  expect([await again.store.get('a'), await again.listAside()]).toEqual([undefined, []])
})

it('leaves a damaged file alone whose record is not changed', async () => {
  const { store, listAside } = await damaged('hello')
  await store.update('a', async (present) => present)
  expect(await listAside()).toEqual([])
  expect(await store.get('a')).toBe('hello')
})

it('sets nothing aside where the file is sound', async () => {
  const { store, listAside } = await damaged('hello')
  await store.update('b', async () => 'newer')
  await store.update('b', async () => undefined)
  expect(await listAside()).toEqual([])
})

it('lists nothing that is not its own', async () => {
  const { folder, store } = await damaged('hello')
  await copyFile(join(folder, recordFileName('b')), join(folder, 'copy.json'))
  await writeFile(join(folder, 'notes.txt'), 'hello')
  expect(await store.keys()).toEqual(['b'])
})
