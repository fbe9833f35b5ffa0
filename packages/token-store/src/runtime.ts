import { importNative } from './import-native.ts'
import type { BunFunctions } from './lock-in-bun.ts'
import type { Deno } from './lock-in-deno.ts'

/** The runtime of this program; tests replace it. */
export interface Runtime {
  readonly platform: NodeJS.Platform
  readonly architecture: string
  readonly deno: Deno | undefined
  /** `functions` is `bun:ffi`, or `undefined` if this Bun does not have it. */
  readonly bun: { readonly functions: BunFunctions | undefined } | undefined
  /** Loads the native part for Node, which crashes Deno and Bun. */
  readonly loadForNode: () => Promise<unknown>
}

type Process = Pick<NodeJS.Process, 'platform' | 'arch' | 'versions'> &
  Partial<Pick<NodeJS.Process, 'getBuiltinModule'>>

export function thisRuntime(process: Process = globalThis.process): Runtime {
  const { platform, arch, versions } = process
  return {
    platform,
    architecture: arch,
    deno: versions.deno === undefined ? undefined : (globalThis as unknown as { Deno: Deno }).Deno,
    // Not imported, since bundlers would try to resolve it.
    bun:
      versions.bun === undefined
        ? undefined
        : { functions: process.getBuiltinModule?.('bun:ffi') as BunFunctions | undefined },
    loadForNode: () => importNative('fs-native-extensions'),
  }
}
