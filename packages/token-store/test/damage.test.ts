import { copyFile, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { createFileTokenStore } from '../src/file-token-store.ts'
import { nodeHost } from '../src/host.ts'
import { recordFileName, serializeRecordFile } from '../src/record-file.ts'
import { sealKey } from '../src/sealed-text.ts'
import { temporaryFolder } from './temporary-folder.ts'

const bytes = new Uint8Array(32).fill(7)
const key = sealKey(bytes)
const name = recordFileName('a')
const whole = serializeRecordFile('a', 'secret', key)

/** A store whose file for key `a` holds `content`, beside a sound record under `b`. */
async function damaged(content: string | Uint8Array) {
  const folder = await temporaryFolder()
  const store = createFileTokenStore(folder, { ...nodeHost(), now: () => 1_700_000_000_000 }, () => bytes)
  await store.update('b', async () => 'sound')
  await writeFile(join(folder, recordFileName('a')), content, { mode: 0o600 })
  const aside = join(folder, 'damaged', `${name}-1700000000000`)
  const listAside = async () => readdir(join(folder, 'damaged')).catch(() => [])
  return { folder, store, aside, listAside }
}

const [keyLine = '', recordLine = ''] = whole.split('\n')
const [keyOfC, recordOfC] = serializeRecordFile('c', 'secret', key).split('\n')
const exchanged = recordLine.replace(/(.)(.{8})$/, (_, one: string, rest: string) => (one === 'A' ? 'B' : 'A') + rest)

const damages: readonly (readonly [string, string])[] = [
  ['is empty', ''],
  ['ends too early', whole.slice(0, -5)],
  ['ends before its line does', whole.slice(0, -1)],
  ['ends before anything was sealed', whole.slice(0, 70)],
  ['ends after its key', `${keyLine}\n`],
  ['has a record that was changed in one place', `${keyLine}\n${exchanged}\n`],
  ['is no sealed text', 'hello'],
  ['holds a record that is not encrypted', `${keyLine}\nsecret\n`],
  ['is a record that is not encrypted', JSON.stringify({ version: 1, tokens: { accessToken: 'secret' } })],
  ['was moved from another key', serializeRecordFile('c', 'secret', key)],
  ['has the record of another', `${keyLine}\n${recordOfC}\n`],
  ['has its key for a record', `${keyLine}\n${keyLine}\n`],
  ['has its lines exchanged', `${recordLine}\n${keyLine}\n`],
]

it('gives a record whose key is damaged, and lists it no more', async () => {
  const { store } = await damaged(`${keyOfC}\n${recordLine}\n`)
  expect([await store.get('a'), await store.keys()]).toEqual(['secret', ['b']])
})

it.each(damages)(
  'takes nothing from a file that %s, and lists it only where its key is whole (H67)',
  async (_, content) => {
    const { store } = await damaged(content)
    expect(await store.get('a')).toBe('')
    expect((await store.keys()).sort()).toEqual(content.startsWith(`${keyLine}\n`) ? ['a', 'b'] : ['b'])
  },
)

it.each(damages)('sets a file that %s aside before another record takes its place', async (_, content) => {
  const { store, aside, folder } = await damaged(content)
  await store.update('a', async (present) => `${present?.length}, new`)
  expect(await store.get('a')).toBe('0, new')
  expect(await readFile(aside, 'utf8')).toBe(content)
  expect((await stat(join(folder, 'damaged'))).mode & 0o777).toBe(0o700)
  expect((await store.keys()).sort()).toEqual(['a', 'b'])
})

it('sets a damaged file aside byte for byte', async () => {
  const garbage = Uint8Array.of(0xff, 0x00, 0xfe, 0x7b)
  const { store, aside } = await damaged(garbage)
  await store.update('a', async () => 'new')
  expect(new Uint8Array(await readFile(aside))).toEqual(garbage)
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
  const { folder, store, listAside } = await damaged('hello')
  await store.update('a', async (present) => present)
  expect(await listAside()).toEqual([])
  expect(await readFile(join(folder, name), 'utf8')).toBe('hello')
})

it('sets nothing aside where the file is sound', async () => {
  const { store, listAside } = await damaged('hello')
  await store.update('b', async () => 'newer')
  await store.update('b', async () => undefined)
  expect(await listAside()).toEqual([])
})

it('lists nothing that is not its own', async () => {
  const { folder, store } = await damaged('hello')
  await copyFile(join(folder, recordFileName('b')), join(folder, 'copy.sealed'))
  await writeFile(join(folder, 'notes.txt'), 'hello')
  expect(await store.keys()).toEqual(['b'])
})

it.each([
  ['in which all is sealed', whole.replaceAll('sealed:1:', 'sealed:2:')],
  ['in which the record is sealed', `${keyLine}\n${recordLine.replace('sealed:1:', 'sealed:12:')}\n`],
  ['in which the key is sealed', `${keyLine.replace('sealed:1:', 'sealed:2:')}\n${recordLine}\n`],
])('neither changes, deletes nor sets aside a file %s by a later version, and says so (H100)', async (_, content) => {
  const { folder, store, listAside } = await damaged(content)
  const change = vi.fn()
  const refusal = {
    name: 'TokenStoreError',
    code: 'later_version',
    message: `${join(folder, name)} was written by a later version of this program, so this one does not change it: update this program.`,
  }
  await expect(store.get('a')).rejects.toMatchObject(refusal)
  await expect(store.update('a', change, { reserve: 1 })).rejects.toMatchObject(refusal)
  expect(change).not.toHaveBeenCalled()
  expect([await readFile(join(folder, name), 'utf8'), await listAside()]).toEqual([content, []])
  expect((await readdir(folder)).filter((file) => file.endsWith('.tmp'))).toEqual([])
  expect([await store.keys(), await store.get('b')]).toEqual([['b'], 'sound'])
})
