import { expect, it, vi } from 'vitest'
import type { LockCall } from '../src/lock-call.ts'
import { loadTryLock } from '../src/native-lock.ts'
import type { Runtime } from '../src/runtime.ts'
import { fakeBun, fakeDeno, fakeLibrary, runtimeOf } from './fake-runtime.ts'

const debian = '/lib/x86_64-linux-gnu/libc.so.6'
const fedora = '/lib64/libc.so.6'
const otherStore = 'use a store that needs no lock between processes, such as memory or Redis.'

/** A `struct flock` of 64-bit Linux that stands for a write lock of a whole file. */
const wholeFile = Uint8Array.of(1, ...new Uint8Array(31))

it.each<[string, Partial<Runtime>, string]>([
  ['Deno that may not call libraries', { deno: fakeDeno({ state: 'prompt' }).deno }, 'run it with --allow-ffi'],
  ['Deno that must not call libraries', { deno: fakeDeno({ state: 'denied' }).deno }, 'run it with --allow-ffi'],
  ['Deno 2.7', { deno: fakeDeno({ version: '2.7.14' }).deno }, 'update it to 2.8 or later'],
  ['Deno 1', { deno: fakeDeno({ version: '1.46.3' }).deno }, 'update it to 2.8 or later'],
  ['Deno on Windows', { deno: fakeDeno().deno, platform: 'win32' }, 'run this program with Node'],
  ['Deno of another C library', { deno: fakeDeno({ libraries: [] }).deno }, 'run this program with Node'],
  ['Bun on Windows', { bun: { functions: fakeBun().functions }, platform: 'win32' }, 'run this program with Node'],
  ['Bun on FreeBSD', { bun: { functions: fakeBun().functions }, platform: 'freebsd' }, 'run this program with Node'],
  ['Bun on RISC-V', { bun: { functions: fakeBun().functions }, architecture: 'riscv64' }, 'run this program with Node'],
  [
    'Bun of another C library',
    { bun: { functions: fakeBun({ libraries: [] }).functions } },
    'run this program with Node',
  ],
  ['Bun without foreign functions', { bun: { functions: undefined } }, 'update it'],
])('says what to do on %s, and loads nothing that would end the process', async (_, given, remedy) => {
  const loadForNode = vi.fn()
  await expect(loadTryLock(runtimeOf({ ...given, loadForNode }))).rejects.toMatchObject({
    name: 'TokenStoreError',
    code: 'unavailable',
    message: expect.stringContaining(`: ${remedy}, or ${otherStore}`),
  })
  expect(loadForNode).not.toHaveBeenCalled()
})

it.each<[string, NodeJS.Platform, string, Pick<LockCall, 'name' | 'libraries'>, unknown[]]>([
  ['x64 Linux', 'linux', 'x64', { name: 'fcntl', libraries: [debian] }, [7, 37, wholeFile]],
  ['x64 Linux elsewhere', 'linux', 'x64', { name: 'fcntl', libraries: [fedora] }, [7, 37, wholeFile]],
  [
    'ARM Linux',
    'linux',
    'arm64',
    { name: 'fcntl', libraries: ['/lib/aarch64-linux-gnu/libc.so.6'] },
    [7, 37, wholeFile],
  ],
  ['macOS', 'darwin', 'arm64', { name: 'flock', libraries: ['/usr/lib/libSystem.B.dylib'] }, [7, 6]],
])(
  'locks in Deno and Bun on %s by the call that Node makes',
  async (_, platform, architecture, { name, libraries }, call) => {
    const errorNumber = platform === 'linux' ? '__errno_location' : '__error'
    const deno = fakeDeno({ libraries })
    const bun = fakeBun({ libraries })
    const inDeno = await loadTryLock(runtimeOf({ platform, architecture, deno: deno.deno }))
    const inBun = await loadTryLock(runtimeOf({ platform, architecture, bun: { functions: bun.functions } }))
    expect([inDeno(7), inBun(7)]).toEqual([true, true])
    expect(deno.library.calls).toEqual([[name, ...call]])
    expect(bun.library.calls).toEqual([[name, ...call]])
    const numbers = call.slice(2).length === 0 ? ['i32', 'i32'] : undefined
    expect(deno.found).toEqual([
      {
        [name]: { parameters: numbers ?? ['i32', 'i32', 'buffer'], result: 'i32' },
        [errorNumber]: { parameters: [], result: 'pointer' },
      },
    ])
    expect(bun.found).toEqual([
      {
        [name]: { args: numbers ?? ['i32', 'i32', 'ptr'], returns: 'i32' },
        [errorNumber]: { args: [], returns: 'ptr' },
      },
    ])
  },
)

it('looks for no library in the working folder, where anybody may have put one (H142)', async () => {
  const tried: string[] = []
  const dlopen = (path: string): never => {
    tried.push(path)
    throw new Error('none')
  }
  const { deno } = fakeDeno()
  const { functions } = fakeBun()
  for (const platform of ['linux', 'darwin'] as const) {
    for (const given of [{ deno: { ...deno, dlopen } }, { bun: { functions: { ...functions, dlopen } } }]) {
      await expect(loadTryLock(runtimeOf({ platform, ...given }))).rejects.toMatchObject({ code: 'unavailable' })
    }
  }
  expect(tried.length).toBeGreaterThan(3)
  expect(tried.filter((path) => !path.startsWith('/lib') && !path.startsWith('/usr/lib/'))).toEqual([])
})

const runtimes: [string, NodeJS.Platform, (library: ReturnType<typeof fakeLibrary>) => Partial<Runtime>][] = [
  ['Deno on Linux', 'linux', (library) => ({ deno: fakeDeno({ library }).deno })],
  ['Bun on Linux', 'linux', (library) => ({ bun: { functions: fakeBun({ library }).functions } })],
  ['Deno on macOS', 'darwin', (library) => ({ deno: fakeDeno({ library }).deno })],
  ['Bun on macOS', 'darwin', (library) => ({ bun: { functions: fakeBun({ library }).functions } })],
]

it.each(runtimes)(
  'tells in %s a lock that somebody holds from one that cannot be had (H142)',
  async (_, platform, given) => {
    const library = fakeLibrary()
    const tryLock = await loadTryLock(runtimeOf({ platform, ...given(library) }))
    const held = platform === 'linux' ? [11, 13, 16] : [35, 13, 16]
    for (const number of held) {
      library.fail(number)
      expect(tryLock(7)).toBe(false)
    }
    // EBADF; ENOLCK.
    for (const number of [9, platform === 'linux' ? 37 : 77]) {
      library.fail(number)
      expect(() => tryLock(7)).toThrow(`failed with error number ${number}.`)
    }
  },
)

it.each([
  ['has no build', withoutBuild(), `fs-native-extensions has no build for this linux riscv64: ${otherStore}`],
  [
    'is not found beside a bundle',
    withoutBuild('/app/bundle.js'),
    '(for a bundle, install fs-native-extensions beside it)',
  ],
  ['cannot be loaded', new Error('GLIBC_2.99 not found'), 'reinstall the dependencies'],
  ['rejects with a word', 'no', 'reinstall the dependencies'],
])('says what to do on Node where the native lock %s', async (_, cause, message) => {
  const loadForNode = () => Promise.reject(cause)
  await expect(loadTryLock(runtimeOf({ architecture: 'riscv64', loadForNode }))).rejects.toMatchObject({
    name: 'TokenStoreError',
    code: 'unavailable',
    message: expect.stringContaining(message),
    cause,
  })
})

it.each([
  ['another shape', {}],
  ['no function', { tryLock: true }],
  ['nothing', undefined],
  ['null', null],
])('says what to do on Node where the native lock is %s', async (_, binding) => {
  await expect(loadTryLock(runtimeOf({ loadForNode: async () => binding }))).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('reinstall the dependencies'),
  })
})

function withoutBuild(referrer = '/app/node_modules/fs-native-extensions/binding.js'): Error {
  return Object.assign(new Error('Cannot find addon'), {
    code: 'ADDON_NOT_FOUND',
    referrer: new URL(`file://${referrer}`),
  })
}
