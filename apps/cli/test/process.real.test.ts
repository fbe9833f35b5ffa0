import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileTokenStore } from '@fast-agent-auth/token-store/file'
import { describe, expect, it, vi } from 'vitest'
import { createHome } from './support/cli.ts'
import { freePort, serve, startMock } from './support/servers.ts'

const file = ['--store', 'file']

it.runIf(process.platform === 'linux')('asks nobody where there is no keychain to keep the tokens in', async () => {
  const mock = await startMock()
  const home = await createHome()
  const { code, stdout, stderr } = await home.run(['login', mock.serverUrl])
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(/^error: .*keychain.*\nhint: fast-agent-auth login \S+ --store file\n$/)
  expect(mock.requests).toEqual([])
})

it.each([['--help'], ['status', '--store', 'file']])(
  'keeps no code in a folder that others may write to: %s',
  async (...args) => {
    const home = await createHome()
    const shared = join(home.folder, 'shared')
    await mkdir(shared, { mode: 0o1777 })
    const { code } = await home.run(args, { TMPDIR: shared, TEMP: shared, TMP: shared })
    expect({ code, left: await readdir(shared) }).toEqual({ code: 0, left: [] })
  },
)

describe('Ctrl-C', () => {
  it('ends a wait for the browser with 130, frees the port and leaves no record', async () => {
    const mock = await startMock()
    const home = await createHome()
    const port = await freePort()
    const login = home.start(['login', mock.serverUrl, ...file, '--no-browser', '--redirect-port', String(port)])
    await login.until('Waiting')
    login.interrupt()
    expect(await login.ended).toMatchObject({ code: 130, stderr: 'Interrupted.\n' })
    await expect(serve(() => undefined, port)).resolves.toMatchObject({ port })
    expect(await fileTokenStore({ folder: join(home.folder, 'data', 'fast-agent-auth', 'tokens') }).keys()).toEqual([
      `client:${mock.issuer}`,
    ])
  })

  it('ends a wait for a silent server with 130, which login tells of', async () => {
    const home = await createHome()
    const { port } = await serve(() => undefined)
    const login = home.start(['login', `http://127.0.0.1:${port}/mcp`, ...file])
    await vi.waitFor(() => expect(login.stderr()).not.toBe(''), 60_000)
    login.interrupt()
    expect((await login.ended).code).toBe(130)
    expect(login.stderr()).toBe(`Waiting for http://127.0.0.1:${port}/mcp. Ctrl-C stops.\nInterrupted.\n`)
  })

  it('ends tools with 130', async () => {
    const home = await createHome()
    let reached = (): void => undefined
    const request = new Promise<void>((resolve) => {
      reached = resolve
    })
    const { port } = await serve(() => reached())
    const tools = home.start(['tools', `http://127.0.0.1:${port}/mcp`, ...file])
    await request
    tools.interrupt()
    expect(await tools.ended).toMatchObject({ code: 130, stdout: '', stderr: 'Interrupted.\n' })
  })
})
