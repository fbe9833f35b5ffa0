import type { FindLockFunctions } from './lock-call.ts'

/** The part of `bun:ffi` that is used. */
export interface BunFunctions {
  dlopen(library: string, functions: Readonly<Record<string, Signature>>): { readonly symbols: Symbols }
  readonly read: { i32(pointer: unknown, offset: number): number }
}

interface Signature {
  readonly args: readonly ('i32' | 'ptr')[]
  readonly returns: 'i32' | 'ptr'
}

type Symbols = Readonly<Record<string, (...parameters: readonly unknown[]) => unknown>>

export function lockInBun({ dlopen, read }: BunFunctions): FindLockFunctions {
  return (library, { name, operation, argument, errorNumber }) => {
    // The functions below refer to `loaded`, so that the runtime does not unload the library while they are in use.
    const loaded = dlopen(library, {
      [name]: { args: argument ? ['i32', 'i32', 'ptr'] : ['i32', 'i32'], returns: 'i32' },
      [errorNumber]: { args: [], returns: 'ptr' },
    })
    const more = argument ? [argument] : []
    return {
      lock: (file) => loaded.symbols[name]?.(file, operation, ...more),
      errorNumber: () => read.i32(loaded.symbols[errorNumber]?.(), 0),
    }
  }
}
