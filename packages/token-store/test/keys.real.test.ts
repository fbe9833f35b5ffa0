import { chmod, copyFile, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { withEnvelope } from '../src/envelope.ts'
import { type FileTokenStoreOptions, fileTokenStore } from '../src/file.ts'
import { createFileTokenStore } from '../src/file-token-store.ts'
import { nodeHost } from '../src/host.ts'
import { memoryTokenStore, type TokenStore, TokenStoreError } from '../src/index.ts'
import { recordFileName } from '../src/record-file.ts'
import { sealKey } from '../src/sealed-text.ts'
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
    expect(error.message).toContain(dirname(path))
    for (const words of [...said, 'Give the key that it was written with']) expect(error.message).toContain(words)
  }
  expect(change).not.toHaveBeenCalled()
  expect(await readFile(path, 'utf8')).toBe(before)
}

it('makes a key file with the first record, and opens all records with it', async () => {
  const { folder, keyFile } = await written()
  expect(await readFile(keyFile, 'utf8')).toMatch(/^[\w-]{16}\n[\w+/]{43}=\n$/)
  await fileTokenStore({ folder }).update('b', async () => 'other')
  expect(await fileTokenStore({ folder }).get('a')).toBe('secret')
  expect((await fileTokenStore({ folder }).keys()).sort()).toEqual(['a', 'b'])
})

it('makes another key in another folder', async () => {
  const [first, second] = [await written(), await written()]
  expect(await readFile(first.keyFile, 'utf8')).not.toBe(await readFile(second.keyFile, 'utf8'))
  await copyFile(first.path, second.path)
  await expectWrongKey(fileTokenStore({ folder: second.folder }), second.path, `the one from ${second.keyFile}`)
})

it('makes one key where two processes write their first records at the same time', async () => {
  const folder = await temporaryFolder()
  const children = ['a', 'b', 'c', 'd'].map((key) => startChild('write', folder, key))
  await Promise.all(children.map((child) => child.ended()))
  expect((await fileTokenStore({ folder }).keys()).sort()).toEqual(['a', 'b', 'c', 'd'])
})

it('makes no key where it is only read, and keeps none that somebody gives', async () => {
  const folder = await temporaryFolder()
  const store = fileTokenStore({ folder })
  expect([await store.get('a'), await store.keys(), await readdir(folder)]).toEqual([undefined, [], []])
  const { keyFile } = await written({ key: () => one })
  expect(await readFile(keyFile, 'utf8')).toMatch(/^[\w-]{16}\n$/)
})

it('keeps records of one key in a folder, and asks nobody for what it could not keep', async () => {
  const { folder, path } = await written({ key: () => one })
  const change = vi.fn(async () => 'secret')
  const refusal = { code: 'wrong_key', message: expect.stringContaining(folder) }
  for (const key of [() => two, () => undefined]) {
    const store = fileTokenStore({ folder, key })
    await expect(store.update('another', change)).rejects.toMatchObject(refusal)
    await expectWrongKey(store, path)
  }
  expect(change).not.toHaveBeenCalled()
  expect(await readdir(folder)).not.toContain(recordFileName('another'))
})

it('asks nobody for what it could not keep where the key is none or cannot be had', async () => {
  const change = vi.fn(async () => 'secret')
  vi.stubEnv('FAST_AGENT_AUTH_KEY', 'nonsense')
  const none = fileTokenStore({ folder: await temporaryFolder() }).update('a', change)
  await expect(none).rejects.toMatchObject({ code: 'invalid_key' })
  const key = () => Promise.reject(new Error('locked'))
  await expect(fileTokenStore({ folder: await temporaryFolder(), key }).update('a', change)).rejects.toThrow('locked')
  expect(change).not.toHaveBeenCalled()
})

it('takes no key from the file again once the function gives one', async () => {
  const planted = await written()
  const bytes = vi.fn<() => Uint8Array | undefined>().mockReturnValueOnce(undefined).mockReturnValue(one)
  const store = fileTokenStore({ folder: planted.folder, key: bytes })
  expect(await store.get('a')).toBe('secret')
  await expect(store.get('a')).rejects.toMatchObject({ code: 'wrong_key' })
})

it('keeps a record whose key is called like the key file, or like its lock', async () => {
  for (const name of ['encryption.key', 'key file', 'record a']) {
    const { folder } = await written()
    await fileTokenStore({ folder }).update(name, async () => '1')
    expect((await fileTokenStore({ folder }).keys()).sort()).toEqual(['a', name])
  }
})

it('says that the key file is gone, and makes no other one in its place', async () => {
  const { folder, path, keyFile } = await written()
  const content = await readFile(keyFile)
  await rm(keyFile)
  const said = 'neither the program nor FAST_AGENT_AUTH_KEY gives it, and there is no key file'
  await expectWrongKey(fileTokenStore({ folder }), path, said)
  await expect(fileTokenStore({ folder, key: () => two }).update('b', vi.fn())).rejects.toMatchObject({
    code: 'wrong_key',
  })
  expect(await readdir(folder)).not.toContain('encryption.key')
  await writeFile(keyFile, content, { mode: 0o600 })
  expect(await fileTokenStore({ folder }).get('a')).toBe('secret')
})

it('opens what others write with a new key after the folder was removed', async () => {
  const { folder } = await written()
  const store = fileTokenStore({ folder })
  expect(await store.get('a')).toBe('secret')
  await rm(folder, { recursive: true })
  await fileTokenStore({ folder }).update('a', async () => 'newer')
  expect([await store.get('a'), await store.keys()]).toEqual(['newer', ['a']])
})

it('makes the key file again where somebody gives the key', async () => {
  const { folder, keyFile } = await written({ key: () => one })
  const content = await readFile(keyFile, 'utf8')
  await rm(keyFile)
  await writeFile(join(folder, recordFileName('damaged')), 'damaged', { mode: 0o600 })
  await fileTokenStore({ folder, key: () => one }).update('b', async () => '1')
  expect(await readFile(keyFile, 'utf8')).toBe(content)
})

it.each([
  ['is empty', ''],
  ['is cut off', `${sealKey(one).id}\n${base64(one).slice(0, 20)}\n`],
  ['holds something else', 'hello'],
  ['holds a longer key', `${sealKey(one).id}\n${base64(new Uint8Array(33))}\n`],
  ['holds the key of another', `${sealKey(one).id}\n${base64(two)}\n`],
  ['goes on', `${sealKey(one).id}\n${base64(one)}\n${base64(one)}\n`],
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
  expect(await readFile(keyFile, 'utf8')).not.toContain(base64(one))
})

it.each(['too short', base64(one).slice(2), `${base64(one)}${base64(one)}`, hex(one).slice(1)])(
  'refuses a FAST_AGENT_AUTH_KEY that is no key, without telling it (H78)',
  async (text) => {
    vi.stubEnv('FAST_AGENT_AUTH_KEY', text)
    const { folder } = await written({ key: () => one })
    const update = fileTokenStore({ folder }).update('b', async () => '1')
    await expect(update).rejects.toMatchObject({
      code: 'invalid_key',
      message: 'The key from FAST_AGENT_AUTH_KEY must have 32 bytes. Make one with "openssl rand -base64 32".',
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
  const { folder, path, keyFile } = await written()
  vi.stubEnv('FAST_AGENT_AUTH_KEY', base64(two))
  await expectWrongKey(fileTokenStore({ folder }), path, 'the one from FAST_AGENT_AUTH_KEY')
  await expectWrongKey(fileTokenStore({ folder, key: () => one }), path, 'the one from the program that opened it')
  await rm(path)
  await rm(keyFile)
  await fileTokenStore({ folder, key: async () => undefined }).update('a', async () => 'newer')
  expect(await fileTokenStore({ folder, key: () => two }).get('a')).toBe('newer')
})

it('asks for the key once for all that wait', async () => {
  const { folder } = await written({ key: () => one })
  const key = vi.fn(async () => one)
  const store = fileTokenStore({ folder, key })
  await Promise.all(Array.from({ length: 10 }, () => store.get('a')))
  expect(key).toHaveBeenCalledOnce()
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

it('asks for the key again also where the function threw at once', async () => {
  const { folder } = await written({ key: () => one })
  const key = vi.fn<() => Uint8Array>().mockImplementationOnce(() => {
    throw new Error('locked')
  })
  const store = fileTokenStore({ folder, key: key.mockReturnValue(one) })
  await expect(store.get('a')).rejects.toThrow('locked')
  expect(await store.get('a')).toBe('secret')
})

it('refuses a function’s key of another length', async () => {
  const { folder } = await written()
  const store = fileTokenStore({ folder, key: () => new Uint8Array(16) })
  await expect(store.get('a')).rejects.toMatchObject({
    code: 'invalid_key',
    message: expect.stringContaining('the program that opened it'),
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
