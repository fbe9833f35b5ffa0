import { chmod, copyFile, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { withEnvelope } from '../src/envelope.ts'
import { type FileTokenStoreOptions, fileTokenStore } from '../src/file.ts'
import { createFileTokenStore } from '../src/file-token-store.ts'
import { nodeHost } from '../src/host.ts'
import { memoryTokenStore, type TokenStore, TokenStoreError } from '../src/index.ts'
import { recordFileName } from '../src/record-file.ts'
import { startChild } from './child.ts'
import { temporaryFolder } from './temporary-folder.ts'

const one = new Uint8Array(32).fill(1)
const two = new Uint8Array(32).fill(2)
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** A folder with the record `secret` under `a`, written with these options. */
async function written(options: FileTokenStoreOptions = {}) {
  const folder = await temporaryFolder()
  await fileTokenStore({ folder, ...options }).update('a', async () => 'secret')
  return { folder, path: join(folder, recordFileName('a')), keyFile: join(folder, 'encryption.key') }
}

/** Nothing is read, listed or changed, and the file stays. */
async function expectWrongKey(store: TokenStore, path: string, ...said: readonly string[]) {
  const change = vi.fn()
  const before = await readFile(path, 'utf8')
  for (const attempt of [() => store.get('a'), () => store.keys(), () => store.update('a', change)]) {
    const error: TokenStoreError = await attempt().then(
      () => expect.fail('this should be refused'),
      (reason) => reason,
    )
    expect(error).toBeInstanceOf(TokenStoreError)
    expect([error.name, error.code]).toEqual(['TokenStoreError', 'wrong_key'])
    for (const words of [path, ...said, 'Give the key that it was written with']) expect(error.message).toContain(words)
  }
  expect(change).not.toHaveBeenCalled()
  expect(await readFile(path, 'utf8')).toBe(before)
}

it('makes a key file with the first record, and opens all records with it', async () => {
  const { folder, keyFile } = await written()
  expect(await readFile(keyFile, 'utf8')).toMatch(/^[\w+/]{43}=\n$/)
  await fileTokenStore({ folder }).update('b', async () => 'other')
  expect(await fileTokenStore({ folder }).get('a')).toBe('secret')
  expect((await fileTokenStore({ folder }).keys()).sort()).toEqual(['a', 'b'])
})

it('makes another key in another folder', async () => {
  const [first, second] = [await written(), await written()]
  expect(await readFile(first.keyFile, 'utf8')).not.toBe(await readFile(second.keyFile, 'utf8'))
  await copyFile(first.path, second.path)
  await expectWrongKey(fileTokenStore({ folder: second.folder }), second.path, `that of ${second.keyFile}`)
})

it('makes one key where two processes write their first records at the same time', async () => {
  const folder = await temporaryFolder()
  const children = ['a', 'b', 'c', 'd'].map((key) => startChild('write', folder, key))
  await Promise.all(children.map((child) => child.ended()))
  expect((await fileTokenStore({ folder }).keys()).sort()).toEqual(['a', 'b', 'c', 'd'])
})

it('makes no key where it is only read or deleted, or where somebody gives one', async () => {
  const folder = await temporaryFolder()
  const store = fileTokenStore({ folder })
  expect([await store.get('a'), await store.keys()]).toEqual([undefined, []])
  await store.update('a', async (present) => present)
  await fileTokenStore({ folder, key: () => one }).update('b', async () => 'secret')
  expect((await readdir(folder)).filter((name) => name.endsWith('.key'))).toEqual([])
})

it('says that the key file is gone, and makes no other one in its place while records are read', async () => {
  const { folder, path, keyFile } = await written()
  await rm(keyFile)
  await expectWrongKey(fileTokenStore({ folder }), path, `there is no ${keyFile}`, 'FAST_AGENT_AUTH_KEY is not set')
  expect(await readdir(folder)).not.toContain('encryption.key')
})

it.each([
  ['is empty', ''],
  ['is cut off', base64(one).slice(0, 20)],
  ['holds something else', 'hello'],
  ['holds a longer key', base64(new Uint8Array(33))],
])('refuses a key file that %s, and does not overwrite it', async (_, content) => {
  const { folder, keyFile } = await written()
  await writeFile(keyFile, content)
  const refusal = { code: 'invalid_key', message: expect.stringContaining(keyFile) }
  await expect(fileTokenStore({ folder }).get('a')).rejects.toMatchObject(refusal)
  await expect(fileTokenStore({ folder }).update('b', async () => '1')).rejects.toMatchObject(refusal)
  expect(await readFile(keyFile, 'utf8')).toBe(content)
})

it('refuses a key file that others can read, and one that leads elsewhere', async () => {
  const { folder, keyFile } = await written()
  await chmod(keyFile, 0o644)
  const unsafe = { code: 'unsafe_file', message: expect.stringContaining(keyFile) }
  await expect(fileTokenStore({ folder }).get('a')).rejects.toMatchObject(unsafe)
  await rm(keyFile)
  await symlink(join(folder, 'elsewhere'), keyFile)
  await expect(fileTokenStore({ folder }).update('b', async () => '1')).rejects.toMatchObject(unsafe)
})

it.each([
  ['base64', base64(one)],
  ['base64 without padding', base64(one).slice(0, -1)],
  ['base64url', Buffer.from(one).toString('base64url')],
  ['hexadecimal digits', hex(one)],
  ['hexadecimal digits in upper case, with a line break', `${hex(one).toUpperCase()}\n`],
])('takes the key of FAST_AGENT_AUTH_KEY as %s', async (_, text) => {
  const { folder, keyFile } = await written({ key: () => one })
  const store = createFileTokenStore(folder, { ...nodeHost(), environment: { FAST_AGENT_AUTH_KEY: text } })
  expect(await store.update('a', async (present) => `${present}!`)).toBe('secret!')
  await expect(readFile(keyFile)).rejects.toMatchObject({ code: 'ENOENT' })
})

it.each(['too short', base64(one).slice(2), `${base64(one)}${base64(one)}`, hex(one).slice(1)])(
  'refuses a FAST_AGENT_AUTH_KEY that is no key, without telling it',
  async (text) => {
    vi.stubEnv('FAST_AGENT_AUTH_KEY', text)
    const { folder } = await written({ key: () => one })
    const update = fileTokenStore({ folder }).update('b', async () => '1')
    await expect(update).rejects.toMatchObject({
      code: 'invalid_key',
      message: 'What FAST_AGENT_AUTH_KEY holds is no key of 32 bytes. Make one with "openssl rand -base64 32".',
    })
  },
)

it('takes an empty FAST_AGENT_AUTH_KEY for none', async () => {
  vi.stubEnv('FAST_AGENT_AUTH_KEY', '')
  const { folder, keyFile } = await written()
  expect(await readFile(keyFile, 'utf8')).toMatch(/=\n$/)
  expect(await fileTokenStore({ folder }).get('a')).toBe('secret')
})

it('prefers the key of the function to that of the environment, and this to the key file', async () => {
  const { folder, path } = await written()
  vi.stubEnv('FAST_AGENT_AUTH_KEY', base64(two))
  await expectWrongKey(fileTokenStore({ folder }), path, 'that of FAST_AGENT_AUTH_KEY')
  await expectWrongKey(fileTokenStore({ folder, key: () => one }), path, 'that of the function that was given')
  await rm(path)
  await fileTokenStore({ folder, key: async () => undefined }).update('a', async () => 'newer')
  expect(await fileTokenStore({ folder, key: () => two }).get('a')).toBe('newer')
})

it('asks for the key once, and again after that failed or gave none', async () => {
  const key = vi.fn<() => Promise<Uint8Array | undefined>>()
  key.mockRejectedValueOnce(new Error('locked')).mockResolvedValueOnce(undefined).mockResolvedValueOnce(one)
  const { folder } = await written({ key: () => one })
  const store = fileTokenStore({ folder, key })
  await expect(store.get('a')).rejects.toThrow('locked')
  await expect(store.get('a')).rejects.toMatchObject({ code: 'wrong_key' })
  expect([await store.get('a'), await store.keys()]).toEqual(['secret', ['a']])
  expect(key).toHaveBeenCalledTimes(3)
})

it('refuses a function’s key of another length', async () => {
  const { folder } = await written()
  const store = fileTokenStore({ folder, key: () => new Uint8Array(16) })
  await expect(store.get('a')).rejects.toMatchObject({
    code: 'invalid_key',
    message: expect.stringContaining('the function that was given'),
  })
})

it('seals the same record differently each time, and writes it again only where it differs', async () => {
  const { folder, path } = await written()
  const before = await readFile(path, 'utf8')
  const store = fileTokenStore({ folder })
  await store.update('a', async () => 'secret')
  expect(await readFile(path, 'utf8')).toBe(before)
  await store.update('a', async () => 'newer')
  await store.update('a', async () => 'secret')
  expect(await readFile(path, 'utf8')).not.toBe(before)
})

it('an envelope says what to do where nobody gives a key', async () => {
  const store = withEnvelope(memoryTokenStore())
  for (const attempt of [() => store.get('a'), () => store.update('a', async () => '1')]) {
    await expect(attempt()).rejects.toMatchObject({
      code: 'invalid_key',
      message: expect.stringContaining('set FAST_AGENT_AUTH_KEY. Make one with "openssl rand -base64 32"'),
    })
  }
})
