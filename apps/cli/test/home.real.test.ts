import { accessSync } from 'node:fs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { selectStore } from '../src/stores/select-store.ts'
import { createHome } from './support/cli.ts'
import { folderWith } from './support/files.ts'
import { startMock } from './support/servers.ts'
import { runHere } from './support/world.ts'

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  return { ...fs, accessSync: vi.fn(fs.accessSync) }
})

afterEach(() => {
  vi.mocked(accessSync).mockReset()
  vi.unstubAllEnvs()
})

describe.runIf(process.platform === 'linux')('no HOME', () => {
  it.each([
    ['login', 'http://127.0.0.1:1/mcp'],
    ['clear', '--all', '--yes'],
    ['token', 'http://127.0.0.1:1/mcp'],
  ])('ends %s with one line that says what to set', async (...argv) => {
    const home = await createHome()
    const { code, stderr } = await home.run([...argv, '--store', 'file'], { HOME: '', XDG_DATA_HOME: '' })
    expect(code).toBe(1)
    expect(stderr).toBe(
      'error: Your user has no home folder, where sign-ins and locks are kept. Set HOME to a folder of yours.\n',
    )
  })

  it('is what status tells', async () => {
    const home = await createHome()
    const { code, stdout, stderr } = await home.run(['status', '--store', 'file'], { HOME: '', XDG_DATA_HOME: '' })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^Store: encrypted files, not usable\nYour user has no home folder, .* Set HOME /)
  })

  it('is no matter where XDG_DATA_HOME says where data is kept', async () => {
    const home = await createHome()
    expect(await home.run(['status', '--store', 'file'], { HOME: '' })).toMatchObject({ code: 0, stderr: '' })
  })
})

describe.runIf(process.platform === 'linux')('read-only HOME', () => {
  const refusing = (code: string): void => {
    vi.mocked(accessSync).mockImplementation(() => {
      throw Object.assign(new Error(code), { code })
    })
  }

  it.each(['EROFS', 'EACCES'])('ends login before anybody is asked (%s)', async (code) => {
    vi.stubEnv('XDG_DATA_HOME', await folderWith({}))
    refusing(code)
    const mock = await startMock()
    const failed = await runHere(['login', mock.serverUrl, '--store', 'file'], { selectStore })
    expect(failed).toMatchObject({ code: 1, stdout: '' })
    const folder = `${process.env.XDG_DATA_HOME}/fast-agent-auth/tokens`
    expect(failed.stderr).toBe(
      `error: The folder ${folder} cannot be written (${code}). Sign-ins are kept below the data folder of your user: make that folder yours again, or set XDG_DATA_HOME to another folder if your system uses this variable.\n`,
    )
    expect(mock.requests).toEqual([])
  })

  it('is what status tells', async () => {
    vi.stubEnv('XDG_DATA_HOME', await folderWith({}))
    refusing('EROFS')
    const { code, stdout, stderr } = await runHere(['status', '--store', 'file'], { selectStore })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('not usable\n')
    expect(stdout).toContain('cannot be written (EROFS).')
  })
})
