import { spawn } from 'node:child_process'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { deflateRawSync } from 'node:zlib'
import { expect, it, vi } from 'vitest'
import { fileTokenStore } from '../src/file.ts'
import { createFileTokenStore } from '../src/file-token-store.ts'
import { type Host, nodeHost } from '../src/host.ts'
import type { Change } from '../src/index.ts'
import { recordFileName } from '../src/record-file.ts'
import { startChild, watch } from './child.ts'
import { temporaryFolder } from './temporary-folder.ts'

const failure = (code: string) => Object.assign(new Error(code), { code })

/** A folder with the record `old` under key `a`, and a store of it on another host. */
async function written(host: Partial<Host> = {}) {
  const folder = await temporaryFolder()
  await fileTokenStore({ folder }).update('a', async () => 'old')
  const temporary = `${recordFileName('a')}.tmp`
  return { folder, temporary, store: createFileTokenStore(folder, { ...nodeHost(), ...host }) }
}

it.each(['ENOSPC', 'EDQUOT'])('keeps the old record where the disk is full (%s), and says so (H66)', async (code) => {
  const { folder, temporary, store } = await written({ rename: () => Promise.reject(failure(code)) })
  const update = store.update('a', async () => 'new')
  await expect(update).rejects.toMatchObject({
    code: 'write_failed',
    message: `Cannot write ${join(folder, recordFileName('a'))} (${code}), so the change was not made: free disk space and try again.`,
  })
  expect(await store.get('a')).toBe('old')
  expect(await readdir(folder)).not.toContain(temporary)
})

it('keeps the old record where the folder cannot be written, and says so (H66)', async () => {
  const { folder, temporary, store } = await written({ rename: () => Promise.reject(failure('EROFS')) })
  const message = expect.stringContaining('make the folder writable')
  await expect(store.update('a', async () => 'new')).rejects.toMatchObject({ code: 'write_failed', message })
  expect(await store.get('a')).toBe('old')
  expect(await readdir(folder)).not.toContain(temporary)
})

it('keeps the old record where the system stops a write half-way (H66)', async () => {
  const { folder, temporary, store } = await written()
  const script = fileURLToPath(new URL('children/write-too-much.ts', import.meta.url))
  // A file may grow to one block: the system itself cuts the write off.
  const limited = ['-c', 'ulimit -f 1; exec "$@"', 'sh', process.execPath, script, folder]
  const output = await watch(spawn('sh', limited, { stdio: ['ignore', 'pipe', 'pipe'] })).ended()
  expect(JSON.parse(output)).toEqual({ code: 'write_failed', message: expect.stringContaining(`${folder}/`) })
  expect(await store.get('a')).toBe('old')
  expect(await readdir(folder)).not.toContain(temporary)
})

it('begins no change whose result would have no room, and leaves none of the room that it found (H97)', async () => {
  const { folder, temporary, store } = await written()
  const script = fileURLToPath(new URL('children/reserve-too-much.ts', import.meta.url))
  const limited = ['-c', 'ulimit -f 1; exec "$@"', 'sh', process.execPath, script, folder]
  const output = await watch(spawn('sh', limited, { stdio: ['ignore', 'pipe', 'pipe'] })).ended()
  expect(JSON.parse(output)).toEqual({ began: false, code: 'write_failed', message: expect.stringContaining(folder) })
  expect(await store.get('a')).toBe('old')
  expect(await readdir(folder)).not.toContain(temporary)
})

it('has the room for a record on the disk, of bytes that nothing compresses, while its change runs (H97)', async () => {
  const { folder, temporary, store } = await written()
  const path = join(folder, temporary)
  const seen: { size: number; bytes: Buffer; mode: number }[] = []
  const change = async (record: string): Promise<string> => {
    const { size, mode } = await stat(path)
    seen.push({ size, mode: mode & 0o777, bytes: await readFile(path) })
    return record
  }
  const reserve = 20_000
  for (const length of [reserve, 1, 3 * reserve]) await store.update('a', () => change('x'.repeat(length)), { reserve })
  const [room] = seen
  expect(seen.map(({ size, mode }) => [size, mode])).toEqual(Array(3).fill([room?.size, 0o600]))
  expect(deflateRawSync(room?.bytes ?? '').length).toBeGreaterThan(reserve)
  await store.update('a', async () => 'x'.repeat(reserve))
  expect((await stat(join(folder, recordFileName('a')))).size).toBe(room?.size)
})

it.each<[string, Change]>([
  ['throws', () => Promise.reject(new Error('declined'))],
  ['gives none', async () => undefined],
  ['leaves it as it was', async (record) => record],
  ['gives a shorter one', async () => 'new'],
  ['gives a longer one', async () => 'x'.repeat(10_000)],
])('leaves no room reserved where the change of a record %s', async (_, change) => {
  const { folder, temporary, store } = await written()
  await store.update('a', change, { reserve: 1_000 }).catch(() => undefined)
  expect(await readdir(folder)).not.toContain(temporary)
})

it('leaves the old record, and no room, where what is written in that cannot be renamed', async () => {
  const { folder, temporary, store } = await written({ rename: () => Promise.reject(failure('EROFS')) })
  await expect(store.update('a', async () => 'new', { reserve: 1_000 })).rejects.toMatchObject({ code: 'write_failed' })
  expect(await store.get('a')).toBe('old')
  expect(await readdir(folder)).not.toContain(temporary)
})

it('puts away the room that a process had reserved which was killed (H99)', async () => {
  const { folder, temporary, store } = await written()
  const child = startChild('stop-in-change', folder, 'a')
  await child.printed('in the change')
  await child.kill()
  expect(await readdir(folder)).toContain(temporary)
  expect([await store.get('a'), await store.keys()]).toEqual(['old', ['a']])
  await store.update('a', async (present) => `${present}er`, { reserve: 1_000 })
  expect(await store.get('a')).toBe('older')
  expect(await readdir(folder)).not.toContain(temporary)
})

it('names the folder that cannot be made', async () => {
  const parent = join(await temporaryFolder(), 'file')
  await writeFile(parent, '')
  const change = vi.fn()
  const update = fileTokenStore({ folder: join(parent, 'tokens') }).update('a', change)
  await expect(update).rejects.toMatchObject({ code: 'write_failed', message: expect.stringContaining(parent) })
  expect(change).not.toHaveBeenCalled()
})

it.each(['EPERM', 'EBUSY', 'EACCES'])('renames again where Windows says %s for a moment (H70)', async (code) => {
  let refusals = 3
  const rename: Host['rename'] = (from, to) =>
    refusals-- > 0 ? Promise.reject(failure(code)) : nodeHost().rename(from, to)
  const sleep = vi.fn(async () => {})
  const { store } = await written({ platform: 'win32', rename, sleep })
  await store.update('a', async () => 'new')
  expect(await store.get('a')).toBe('new')
  expect(sleep).toHaveBeenCalledTimes(3)
})

it('gives up renaming in the end, and keeps the old record (H70)', async () => {
  const rename = vi.fn(() => Promise.reject(failure('EPERM')))
  const { folder, temporary, store } = await written({ platform: 'win32', rename, sleep: async () => {} })
  await expect(store.update('a', async () => 'new')).rejects.toMatchObject({ code: 'write_failed' })
  expect(rename).toHaveBeenCalledTimes(8)
  expect(await store.get('a')).toBe('old')
  expect(await readdir(folder)).not.toContain(temporary)
})

it('does not repeat a rename elsewhere', async () => {
  const rename = vi.fn(() => Promise.reject(failure('EPERM')))
  const { store } = await written({ platform: 'linux', rename })
  await expect(store.update('a', async () => 'new')).rejects.toMatchObject({ code: 'write_failed' })
  expect(rename).toHaveBeenCalledOnce()
})

it('loses nothing where a writer is killed before its rename, and puts away what it left (H69)', async () => {
  const { folder, temporary, store } = await written()
  const child = startChild('stop-before-rename', folder, 'a')
  await child.printed('about to rename')
  await child.kill()
  expect(await readdir(folder)).toContain(temporary)
  expect(await store.get('a')).toBe('old')
  expect(await store.keys()).toEqual(['a'])
  await store.update('a', async (present) => present)
  expect(await readdir(folder)).not.toContain(temporary)
  await store.update('a', async (present) => `${present}er`)
  expect(await store.get('a')).toBe('older')
})
