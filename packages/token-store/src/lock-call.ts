/** @returns whether the lock was free; if so, this process now has the lock until it closes the file */
export type TryLock = (file: number) => boolean

/**
 * The call of the C library with which fs-native-extensions locks a file on Node. Runtimes that cannot load
 * fs-native-extensions make the same call, since two kinds of locks would not see each other.
 */
export interface LockCall {
  /** The paths to try in turn. They are absolute, since a bare name might be found in the working folder. */
  readonly libraries: readonly string[]
  readonly name: 'fcntl' | 'flock'
  readonly operation: number
  readonly argument: Uint8Array | undefined
  /** The C function that returns the address of this thread's error number. */
  readonly errorNumber: string
  /** Error numbers which mean that another process has the lock. */
  readonly held: readonly number[]
}

/** The functions of a call, as a runtime found them in a library. */
export interface LockFunctions {
  /** @returns 0 if the file is locked now */
  readonly lock: (file: number) => unknown
  readonly errorNumber: () => number
}

/** Finds the functions of a call in a library; throws if there is no such library. */
export type FindLockFunctions = (library: string, call: LockCall) => LockFunctions

/** Paths of the C library by architecture. */
const glibc: Readonly<Record<string, readonly string[]>> = {
  x64: ['/lib/x86_64-linux-gnu/libc.so.6', '/lib64/libc.so.6', '/usr/lib/libc.so.6'],
  arm64: ['/lib/aarch64-linux-gnu/libc.so.6', '/lib64/libc.so.6', '/usr/lib/libc.so.6'],
}

/** @returns the call that programs on Node make; `undefined` if it is not known for this system */
export function lockCallOf(platform: NodeJS.Platform, architecture: string): LockCall | undefined {
  const libraries = glibc[architecture]
  if (!libraries) return undefined
  if (platform === 'linux') {
    // F_OFD_SETLK; EAGAIN, EACCES and EBUSY.
    const numbers = { operation: 37, held: [11, 13, 16] }
    return { libraries, name: 'fcntl', ...numbers, argument: wholeFile(), errorNumber: '__errno_location' }
  }
  if (platform === 'darwin') {
    // LOCK_EX | LOCK_NB; the same three errors.
    const numbers = { operation: 2 | 4, held: [35, 13, 16] }
    const library = '/usr/lib/libSystem.B.dylib'
    return { libraries: [library], name: 'flock', ...numbers, argument: undefined, errorNumber: '__error' }
  }
  return undefined
}

/** A `struct flock` of 64-bit Linux: F_WRLCK from byte 0 (SEEK_SET) to the end of the file, however long it grows. */
function wholeFile(): Uint8Array {
  return Uint8Array.of(1, ...new Uint8Array(31))
}

/** @throws the error about the first library, if none can be loaded */
export function tryLockBy(call: LockCall, find: FindLockFunctions): TryLock {
  const { lock, errorNumber } = firstFound(call, find)
  return (file) => {
    if (lock(file) === 0) return true
    const number = errorNumber()
    if (call.held.includes(number)) return false
    throw new Error(`${call.name} failed with error number ${number}.`)
  }
}

function firstFound(call: LockCall, find: FindLockFunctions): LockFunctions {
  const failures: unknown[] = []
  for (const library of call.libraries) {
    try {
      return find(library, call)
    } catch (error) {
      failures.push(error)
    }
  }
  throw failures[0]
}
