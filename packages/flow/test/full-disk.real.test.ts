import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, realpathSync, rmSync, statfsSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { fileTokenStore } from '@fast-agent-auth/token-store/file'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createTestSession, createWorld, type World } from './world.ts'

const server = 'https://mcp.example.com/mcp'
const key = `tokens:${server}`
const hour = 3600_000

/** Mounts a disk of 64 KiB. */
function mountDisk(): { readonly folder: string; readonly unmount: () => void } {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'full-disk-'))
  const remove = (): void => rmSync(folder, { recursive: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=700', 'tmpfs', folder], { stdio: 'pipe' })
  } catch (error) {
    remove()
    throw error
  }
  const unmount = (): void => {
    execFileSync('umount', [folder])
    remove()
  }
  return { folder, unmount }
}

/** The reason why there can be no such disk here. */
function whyNoDisk(): string | undefined {
  try {
    mountDisk().unmount()
    return undefined
  } catch {
    return 'not run: this user may not mount a file system'
  }
}

function createDisk() {
  const { folder, unmount } = mountDisk()
  onTestFinished(unmount)
  const filler = join(folder, 'filler')
  const fill = (): void => {
    const { bavail, bsize } = statfsSync(folder)
    writeFileSync(filler, Buffer.alloc(bavail * bsize, 1))
  }
  return { folder, fill, free: () => unlinkSync(filler) }
}

/** Tokens on a small disk, which have expired. */
async function createExpired() {
  const { folder, ...rest } = createDisk()
  const open = (): TokenStore => fileTokenStore({ folder, key: () => new Uint8Array(32) })
  const world = createWorld({ store: open() })
  const tokens = await createTestSession(server, world.options).login()
  world.clock.now += 2 * hour
  world.mock.clear()
  const readStored = async () => JSON.parse((await open().get(key)) ?? '{}').tokens
  // Each as another process has it: nothing in memory.
  const asAnother = (): World['options'] => ({ ...world.options, store: open() })
  return { ...world, ...rest, folder, tokens, readStored, asAnother }
}

const missing = whyNoDisk()

describe.skipIf(missing)(missing ? `on a full disk (${missing})` : 'on a full disk', () => {
  it('a refresh is sent only when its result can be kept (H97)', async () => {
    const { mock, fill, free, folder, tokens, readStored, asAnother, events } = await createExpired()
    const files = readdirSync(folder)
    fill()
    const refusal = { name: 'TokenStoreError', code: 'write_failed', message: expect.stringContaining('(ENOSPC)') }
    await expect(createTestSession(server, asAnother()).token()).rejects.toMatchObject(refusal)
    await expect(createTestSession(server, asAnother()).renew({ rejected: tokens })).rejects.toMatchObject(refusal)
    await expect(createTestSession(server, asAnother()).login()).rejects.toMatchObject(refusal)
    expect(mock.requestsTo('token')).toEqual([])
    expect(events).toContainEqual(expect.objectContaining({ type: 'refresh_failed', final: false }))
    expect(await readStored()).toEqual(tokens)
    free()
    expect(readdirSync(folder)).toEqual(files)
    const fresh = await createTestSession(server, asAnother()).token()
    expect(fresh?.accessToken).not.toBe(tokens.accessToken)
    expect(mock.requestsTo('token').map(({ form }) => form?.get('refresh_token'))).toEqual([tokens.refreshToken])
    expect(await readStored()).toEqual(fresh)
  })

  it('the result of a refresh is kept also where the disk is full by the time that it comes (H97)', async () => {
    const { mock, fill, readStored, asAnother, events } = await createExpired()
    const fetch: typeof globalThis.fetch = (...args) => {
      fill()
      return globalThis.fetch(...args)
    }
    const fresh = await createTestSession(server, { ...asAnother(), fetch }).token()
    expect(mock.requestsTo('token')).toHaveLength(1)
    expect(await readStored()).toEqual(fresh)
    expect(events).not.toContainEqual(expect.objectContaining({ type: 'store_failed' }))
  })
})
