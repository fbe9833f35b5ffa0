import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const native = ['@napi-rs/keyring', 'fs-native-extensions']

it('no bundler comes to a native file, which would stop it also where another store is given', () => {
  const files = globSync('{packages,apps}/*/src/**/*.ts', { cwd: root })
  expect(files.length).toBeGreaterThan(300)
  const followed = new RegExp(String.raw`(?:from|\bimport\(|\brequire\()\s*'(?:${native.join('|')})'`)
  expect(files.filter((file) => followed.test(readFileSync(`${root}${file}`, 'utf8')))).toEqual([])
})
