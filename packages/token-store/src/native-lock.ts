import { errorCode } from './file-errors.ts'
import { type FindLockFunctions, type LockCall, lockCallOf, type TryLock, tryLockBy } from './lock-call.ts'
import { lockInBun } from './lock-in-bun.ts'
import { type Deno, lockInDeno, mayCall, tellsFileNumbers } from './lock-in-deno.ts'
import type { Runtime } from './runtime.ts'
import { TokenStoreError } from './token-store-error.ts'

/**
 * Loads the native file lock on first use, so that importing a store costs nothing and never fails.
 *
 * @throws TokenStoreError `unavailable`, unless the lock is known to exclude all programs of this machine
 */
export async function loadTryLock(runtime: Runtime): Promise<TryLock> {
  const { deno, bun } = runtime
  if (deno) return loadInDeno(deno, runtime)
  if (bun) return loadInBun(bun, runtime)
  return loadInNode(runtime)
}

function loadInDeno(deno: Deno, runtime: Runtime): TryLock {
  const call = callIn('Deno', runtime)
  if (!tellsFileNumbers(deno)) {
    throw unavailable(
      `Deno ${deno.version.deno} does not show the system's numbers of files`,
      'update it to 2.8 or later',
    )
  }
  const libraries = call.libraries.filter((library) => mayCall(deno, library))
  if (libraries.length === 0) throw unavailable('Deno may not lock files', 'run it with --allow-ffi')
  return load('Deno', { ...call, libraries }, lockInDeno(deno))
}

function loadInBun({ functions }: NonNullable<Runtime['bun']>, runtime: Runtime): TryLock {
  const call = callIn('Bun', runtime)
  if (!functions) throw unavailable('This version of Bun cannot lock files', 'update it')
  return load('Bun', call, lockInBun(functions))
}

function callIn(name: string, { platform, architecture }: Runtime): LockCall {
  const call = lockCallOf(platform, architecture)
  if (call) return call
  throw unavailable(
    `On ${platform} ${architecture}, ${name} has no lock that Node would see`,
    'run this program with Node',
  )
}

function load(name: string, call: LockCall, find: FindLockFunctions): TryLock {
  try {
    return tryLockBy(call, find)
  } catch (cause) {
    const places = call.libraries.join(', ')
    throw unavailable(`${name} finds no C library to lock files with (${places})`, 'run this program with Node', cause)
  }
}

async function loadInNode({ platform, architecture, loadForNode }: Runtime): Promise<TryLock> {
  const binding = await loadForNode().catch((error: unknown) => {
    const system = `${platform} ${architecture}`
    if (isWithoutBuild(error))
      throw unavailable(`fs-native-extensions has no build for this ${system}`, undefined, error)
    throw notLoaded(system, error)
  })
  if (!isBinding(binding)) throw notLoaded(`${platform} ${architecture}`)
  return binding.tryLock
}

/** Whether the package, which ships all its builds, is complete but has no build for this system. */
function isWithoutBuild(error: unknown): boolean {
  const referrer = error instanceof Error && 'referrer' in error ? String(error.referrer) : ''
  return errorCode(error) === 'ADDON_NOT_FOUND' && referrer.includes('/fs-native-extensions/')
}

function notLoaded(system: string, cause?: unknown): TokenStoreError {
  const remedy = 'reinstall the dependencies on this machine (for a bundle, install fs-native-extensions beside it)'
  return unavailable(`The native lock (fs-native-extensions) cannot be loaded on ${system}`, remedy, cause)
}

function unavailable(reason: string, remedy: string | undefined, cause?: unknown): TokenStoreError {
  const store = 'use a store that needs no lock between processes, such as memory or Redis'
  return new TokenStoreError('unavailable', `${reason}: ${remedy === undefined ? store : `${remedy}, or ${store}`}.`, {
    cause,
  })
}

function isBinding(binding: unknown): binding is { tryLock: TryLock } {
  return (
    typeof binding === 'object' && binding !== null && 'tryLock' in binding && typeof binding.tryLock === 'function'
  )
}
