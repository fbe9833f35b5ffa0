import type { FindLockFunctions } from './lock-call.ts'

/** The part of Deno's global object that is used. */
export interface Deno {
  readonly version: { readonly deno: string }
  readonly permissions: { querySync(wanted: { name: 'ffi'; path: string }): { readonly state: string } }
  dlopen(library: string, functions: Readonly<Record<string, Signature>>): { readonly symbols: Symbols }
  readonly UnsafePointerView: new (pointer: unknown) => { getInt32(): number }
}

interface Signature {
  readonly parameters: readonly ('i32' | 'buffer')[]
  readonly result: 'i32' | 'pointer'
}

type Symbols = Readonly<Record<string, (...parameters: readonly unknown[]) => unknown>>

/** Whether `node:fs` gives the system's number of a file. Older versions gave their own numbers, which may be another file's. */
export function tellsFileNumbers({ version }: Deno): boolean {
  const [major = 0, minor = 0] = version.deno.split('.').map(Number)
  return major > 2 || (major === 2 && minor >= 8)
}

/**
 * Whether Deno permits calls of a library. Ask before a call, which without permission would prompt at the terminal.
 */
export function mayCall({ permissions }: Deno, library: string): boolean {
  return permissions.querySync({ name: 'ffi', path: library }).state === 'granted'
}

export function lockInDeno({ dlopen, UnsafePointerView }: Deno): FindLockFunctions {
  return (library, { name, operation, argument, errorNumber }) => {
    // The functions below refer to `loaded`, so that the runtime does not unload the library while they are in use.
    const loaded = dlopen(library, {
      [name]: { parameters: argument ? ['i32', 'i32', 'buffer'] : ['i32', 'i32'], result: 'i32' },
      [errorNumber]: { parameters: [], result: 'pointer' },
    })
    const more = argument ? [argument] : []
    return {
      lock: (file) => loaded.symbols[name]?.(file, operation, ...more),
      errorNumber: () => new UnsafePointerView(loaded.symbols[errorNumber]?.()).getInt32(),
    }
  }
}
