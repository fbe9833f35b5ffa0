import { chmod, mkdir, readdir, stat, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { createFileLock } from '../src/file-lock.ts'
import { nodeHost } from '../src/host.ts'
import { machineLock, userLock } from '../src/machine-lock.ts'
import { startChild } from './child.ts'
import { temporaryFolder } from './temporary-folder.ts'

const nameHash = '82a3537ff0dbce7eec35d69edc3a189ee6f17d82f353a553f9aa96cb0be3ce89'

/** A lock that says when it found the name held, and that counts how often it asked. */
function watchedLock(folder: string) {
  let foundHeld = () => {}
  const held = new Promise<void>((resolve) => {
    foundHeld = resolve
  })
  const sleep = vi.fn(async (milliseconds: number, options?: { signal?: AbortSignal | undefined }) => {
    foundHeld()
    await nodeHost().sleep(milliseconds, options)
  })
  return { lock: createFileLock(folder, { ...nodeHost(), sleep }), held, sleep }
}

it('gives back what the run gave, and passes on what it threw', async () => {
  const lock = machineLock(await temporaryFolder())
  expect(await lock.hold('name', async () => 7)).toBe(7)
  await expect(lock.hold('name', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(await lock.hold('name', async () => 8)).toBe(8)
})

it('makes its folder and its files for this user alone', async () => {
  const folder = join(await temporaryFolder(), 'data', 'locks')
  await machineLock(folder).hold('name', async () => {})
  expect(await readdir(folder)).toEqual([`${nameHash}.lock`])
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  expect((await stat(join(folder, `${nameHash}.lock`))).mode & 0o777).toBe(0o600)
})

it('keeps its files where the platform keeps data, by default', async () => {
  const home = await temporaryFolder()
  vi.stubEnv('XDG_DATA_HOME', home)
  await machineLock().hold('name', async () => {})
  expect(await readdir(join(home, 'fast-agent-auth', 'locks'))).toEqual([`${nameHash}.lock`])
})

it.skipIf(process.platform !== 'linux')('of a user is one, whatever a terminal calls its data folder', async () => {
  const home = await temporaryFolder()
  vi.stubEnv('HOME', home)
  vi.stubEnv('XDG_DATA_HOME', join(home, 'snap', 'code'))
  await userLock().hold('name', async () => {})
  expect(await readdir(join(home, '.local', 'share', 'fast-agent-auth', 'locks'))).toEqual([`${nameHash}.lock`])
  expect(await readdir(home)).toEqual(['.local'])
})

it('waits while another process holds the name, and not for another name', async () => {
  const folder = await temporaryFolder()
  const child = startChild('hold', folder)
  await child.printed('held')
  const { lock, held } = watchedLock(folder)
  const run = vi.fn(async () => 'ours')
  const waiting = lock.hold('name', run)
  await held
  expect(await lock.hold('another name', async () => 'free')).toBe('free')
  expect(run).not.toHaveBeenCalled()
  await child.kill()
  expect(await waiting).toBe('ours')
})

it('is free at once where the holder was killed', async () => {
  const folder = await temporaryFolder()
  const child = startChild('hold', folder)
  await child.printed('held')
  await child.kill()
  const { lock, sleep } = watchedLock(folder)
  expect(await lock.hold('name', async () => 'ours')).toBe('ours')
  expect(sleep).not.toHaveBeenCalled()
})

it('ends the wait for another process by the signal, and can be had afterwards', async () => {
  const folder = await temporaryFolder()
  const child = startChild('hold', folder)
  await child.printed('held')
  const { lock, held } = watchedLock(folder)
  const controller = new AbortController()
  const reason = new Error('gave up')
  const waiting = lock.hold('name', async () => 'ours', { signal: controller.signal })
  await held
  controller.abort(reason)
  await expect(waiting).rejects.toBe(reason)
  await child.kill()
  expect(await lock.hold('name', async () => 'ours')).toBe('ours')
})

it('does not sit out a pause after the signal has ended the wait', async () => {
  const controller = new AbortController()
  const reason = new Error('gave up')
  const sleep = (_: number, options?: { signal?: AbortSignal | undefined }) => {
    const pause = new Promise<void>((_, reject) => {
      options?.signal?.addEventListener('abort', () => reject(new Error('interrupted')))
    })
    controller.abort(reason)
    return pause
  }
  const loadLock = async () => () => false
  const lock = createFileLock(await temporaryFolder(), { ...nodeHost(), sleep, loadLock })
  await expect(lock.hold('name', async () => {}, { signal: controller.signal })).rejects.toBe(reason)
})

it('asks the kernel by one caller per name, however many wait in the process', async () => {
  const folder = await temporaryFolder()
  const tryLock = vi.fn(() => true)
  const lock = createFileLock(folder, { ...nodeHost(), loadLock: async () => tryLock })
  let running = 0
  const alone = async () => {
    expect(++running).toBe(1)
    expect(tryLock).toHaveBeenCalledTimes(++runs)
    running--
  }
  let runs = 0
  await Promise.all(Array.from({ length: 10 }, () => lock.hold('name', alone)))
})

it('refuses a name within itself, also through another lock of the same folder', async () => {
  const folder = await temporaryFolder()
  const nested = machineLock(folder).hold('name', () => machineLock(`${folder}/.`).hold('name', async () => {}))
  await expect(nested).rejects.toMatchObject({ code: 'reentrant' })
})

it('asks less and less often while it waits, and never waits longer than 50 ms', async () => {
  const folder = await temporaryFolder()
  const pauses: number[] = []
  const sleep = async (milliseconds: number) => void pauses.push(milliseconds)
  const tryLock = () => pauses.length === 30
  const lock = createFileLock(folder, { ...nodeHost(), sleep, loadLock: async () => tryLock })
  await lock.hold('name', async () => {})
  expect(pauses[0]).toBeLessThanOrEqual(2)
  expect(pauses.at(-1)).toBeGreaterThanOrEqual(25)
  expect(Math.max(...pauses)).toBeLessThanOrEqual(50)
})

it('goes on, and says so, where the native lock was not built for this system', async () => {
  expect(await startChild('lock-on-riscv', await temporaryFolder()).ended()).toMatch(
    /^unavailable: fs-native-extensions has no build for this \w+ riscv64: use a store .* such as memory or Redis\.$/,
  )
})

it('says what to do where the file system has no locks, and closes the file', async () => {
  const files: number[] = []
  const tryLock = (file: number) => {
    files.push(file)
    throw Object.assign(new Error('no locks'), { code: 'ENOLCK' })
  }
  const lock = createFileLock(await temporaryFolder(), { ...nodeHost(), loadLock: async () => tryLock })
  const failure = { code: 'unavailable', message: expect.stringContaining('Choose a folder on a local disk') }
  await expect(lock.hold('name', async () => {})).rejects.toMatchObject(failure)
  await expect(lock.hold('name', async () => {})).rejects.toMatchObject(failure)
  expect(files[1]).toBe(files[0])
})

it('refuses a folder that others can reach, and a lock file that leads elsewhere', async () => {
  const folder = await temporaryFolder()
  const open = join(folder, 'open')
  await mkdir(open)
  await chmod(open, 0o777)
  await expect(machineLock(open).hold('name', async () => {})).rejects.toMatchObject({ code: 'unsafe_file' })
  await symlink('/dev/null', join(folder, `${nameHash}.lock`))
  await expect(machineLock(folder).hold('name', async () => {})).rejects.toMatchObject({ code: 'write_failed' })
})
