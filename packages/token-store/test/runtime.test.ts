import { expect, it, vi } from 'vitest'
import { thisRuntime } from '../src/runtime.ts'

const machine = { platform: 'linux', arch: 'x64' } as const
const node26 = { ...process.versions, node: '26.3.0' }

it('takes a Deno and a Bun for what they are, although both say that they are Node', () => {
  const deno = { version: { deno: '2.9.6' } }
  vi.stubGlobal('Deno', deno)
  const bun = { dlopen: () => {} }
  const getBuiltinModule = ((name: string) => (name === 'bun:ffi' ? bun : undefined)) as typeof process.getBuiltinModule
  const known = { platform: 'linux', architecture: 'x64' }
  const inDeno = thisRuntime({ ...machine, versions: { ...node26, deno: '2.9.6' } as NodeJS.ProcessVersions })
  expect(inDeno).toMatchObject({ ...known, deno, bun: undefined })
  const versions = { ...node26, bun: '1.4.5' } as NodeJS.ProcessVersions
  expect(thisRuntime({ ...machine, versions, getBuiltinModule })).toMatchObject({
    ...known,
    deno: undefined,
    bun: { functions: bun },
  })
  // Older versions do not have `getBuiltinModule`.
  expect(thisRuntime({ ...machine, versions })).toMatchObject({ bun: { functions: undefined } })
})

it('takes Node for Node, also where a library has made something of the name Deno', () => {
  vi.stubGlobal('Deno', { version: { deno: 'a shim' } })
  expect(thisRuntime()).toMatchObject({ platform: process.platform, deno: undefined, bun: undefined })
})
