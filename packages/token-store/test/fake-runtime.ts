import type { BunFunctions } from '../src/lock-in-bun.ts'
import type { Deno } from '../src/lock-in-deno.ts'
import type { Runtime } from '../src/runtime.ts'

/** Node on Linux, unless something else is said. */
export function runtimeOf(given: Partial<Runtime>): Runtime {
  const loadForNode = () => Promise.reject(new Error('not expected'))
  return { platform: 'linux', architecture: 'x64', deno: undefined, bun: undefined, loadForNode, ...given }
}

export interface FakeLibrary {
  /** The function and its arguments, of each call. */
  readonly calls: unknown[][]
  /** The error number of all calls from now on. */
  fail(number: number): void
  readonly symbols: Readonly<Record<string, (...parameters: readonly unknown[]) => unknown>>
  readonly errorNumber: () => number
}

export function fakeLibrary(): FakeLibrary {
  const calls: unknown[][] = []
  let errorNumber = 0
  const locking =
    (name: string) =>
    (...parameters: readonly unknown[]) => {
      calls.push([name, ...parameters])
      return errorNumber === 0 ? 0 : -1
    }
  const place = () => 'place'
  return {
    calls,
    fail: (number) => {
      errorNumber = number
    },
    symbols: { fcntl: locking('fcntl'), flock: locking('flock'), __errno_location: place, __error: place },
    errorNumber: () => errorNumber,
  }
}

export interface FakeDeno {
  readonly deno: Deno
  readonly library: FakeLibrary
  /** The functions that were looked for. */
  readonly found: readonly unknown[]
}

export interface FakeBun {
  readonly functions: BunFunctions
  readonly library: FakeLibrary
  readonly found: readonly unknown[]
}

interface Fake {
  readonly library?: FakeLibrary | undefined
  /** The libraries that exist; all by default. */
  readonly libraries?: readonly string[] | undefined
}

export function fakeDeno({
  library = fakeLibrary(),
  libraries,
  state = 'granted',
  version = '2.9.6',
}: Fake & Answers = {}): FakeDeno {
  const found: unknown[] = []
  const deno: Deno = {
    version: { deno: version },
    permissions: { querySync: () => ({ state }) },
    dlopen: (path, functions) => {
      assertThere(path, libraries)
      found.push(functions)
      return library
    },
    UnsafePointerView: class {
      readonly #pointer: unknown
      constructor(pointer: unknown) {
        this.#pointer = pointer
      }
      getInt32() {
        return this.#pointer === 'place' ? library.errorNumber() : Number.NaN
      }
    },
  }
  return { deno, library, found }
}

interface Answers {
  readonly state?: 'granted' | 'prompt' | 'denied'
  readonly version?: string
}

export function fakeBun({ library = fakeLibrary(), libraries }: Fake = {}): FakeBun {
  const found: unknown[] = []
  const functions: BunFunctions = {
    dlopen: (path, signatures) => {
      assertThere(path, libraries)
      found.push(signatures)
      return library
    },
    read: { i32: (pointer, offset) => (pointer === 'place' && offset === 0 ? library.errorNumber() : Number.NaN) },
  }
  return { functions, library, found }
}

function assertThere(path: string, libraries: readonly string[] | undefined): void {
  if (libraries && !libraries.includes(path)) throw new Error(`Could not open library: ${path}`)
}
