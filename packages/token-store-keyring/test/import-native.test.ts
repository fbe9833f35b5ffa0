import { expect, it } from 'vitest'
import { importNative, thisFile } from '../src/import-native.ts'

const name = '@napi-rs/keyring'

/** Bun, with these folders of the package, and the ones that were looked at. */
function inBun(url: string, installed: readonly string[] = []) {
  const looked: string[] = []
  const exists = (path: string): boolean => {
    looked.push(path)
    return installed.includes(path)
  }
  return { looked, surroundings: { url, isBun: true, exists, load: (path: string) => `loaded ${path}` } }
}

it('is loaded in Bun from beside this file or above it, by its whole path', async () => {
  const url = 'file:///app/node_modules/@fast-agent-auth/token-store-keyring/dist/index.js'
  const { surroundings } = inBun(url, [`/app/node_modules/${name}`, `/node_modules/${name}`])
  expect(await importNative(name, surroundings)).toBe(`loaded /app/node_modules/${name}`)
})

it('is not looked for in the working folder, nor fetched, where Bun finds none there (H144)', async () => {
  const { surroundings, looked } = inBun('file:///app/bundle.mjs')
  await expect(importNative(name, surroundings)).rejects.toThrow(
    `${name} is not installed beside file:///app/bundle.mjs`,
  )
  expect(looked).toEqual([`/app/node_modules/${name}`, `/node_modules/${name}`])
})

it.each(['file:///$bunfs/agent', 'file:///B:/~BUN/agent.exe', 'file:///B:/%7EBUN/agent.exe', 'bun:main'])(
  'is not looked for anywhere by a program that Bun has compiled: %s (H144)',
  async (url) => {
    const { surroundings, looked } = inBun(url, [`/node_modules/${name}`])
    await expect(importNative(name, surroundings)).rejects.toThrow('is not installed')
    expect(looked).toEqual([])
  },
)

it('is the one that is installed here, by its whole path', async () => {
  const loaded = await importNative(name, { ...thisFile, isBun: true })
  expect(loaded).toMatchObject({ AsyncEntry: expect.any(Function) })
})
