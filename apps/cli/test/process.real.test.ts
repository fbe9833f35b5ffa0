import { execFile } from 'node:child_process'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileTokenStore } from '@fast-agent-auth/token-store/file'
import { describe, expect, it, vi } from 'vitest'
import { createHome, type Ended, program } from './support/cli.ts'
import { freePort, serve, startMock } from './support/servers.ts'

const file = ['--store', 'file']

it.runIf(process.platform === 'linux')('asks nobody where there is no keychain to keep the tokens in', async () => {
  const mock = await startMock()
  const home = await createHome()
  const { code, stdout, stderr } = await home.run(['login', mock.serverUrl])
  expect({ code, stdout }).toEqual({ code: 4, stdout: `Signing in to ${mock.serverUrl}\n` })
  expect(stderr).toMatch(/^error: .*keychain.*\nhint: fast-agent-auth login \S+ --store file\n$/)
  expect([...mock.requestsTo('register'), ...mock.requestsTo('authorize')]).toEqual([])
})

it.each([['--help'], ['status', '--store', 'file']])(
  'keeps no code in a folder that others may write to: %s (H108)',
  async (...args) => {
    const home = await createHome()
    const shared = join(home.folder, 'shared')
    await mkdir(shared, { mode: 0o1777 })
    const { code } = await home.run(args, { TMPDIR: shared, TEMP: shared, TMP: shared })
    expect({ code, left: await readdir(shared) }).toEqual({ code: 0, left: [] })
  },
)

describe.runIf(process.platform === 'linux')('an output that cannot be written', () => {
  /** Runs the program with an output that is a full disk. */
  async function runFull(output: 1 | 2, args: readonly string[], env: Readonly<Record<string, string>>) {
    const words = ['-c', `exec "$0" "$@" ${output}>/dev/full`, process.execPath, program, ...args]
    return new Promise<Ended>((resolve) => {
      execFile('sh', words, { env }, (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
      )
    })
  }
  const sentence = 'stdout cannot be written (ENOSPC: no space left on device), so the output is not complete.'
  const hint = 'Write it to another file or disk, and run this again.'

  it.each([
    ['--version'],
    ['--help'],
    ['status', ...file],
    ['token', 'SERVER', ...file],
    ['login', 'SERVER', ...file, '--no-browser'],
  ])('is told in a sentence and by the exit code: %s (H119)', async (...args) => {
    const mock = await startMock()
    const home = await createHome()
    if (args.includes('token')) await home.run(['login', mock.serverUrl, ...file])
    const { code, stderr } = await runFull(
      1,
      args.map((arg) => (arg === 'SERVER' ? mock.serverUrl : arg)),
      home.env,
    )
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^error: .*\n(hint: .*\n)?$/) })
    expect(stderr).toContain(sentence)
  })

  it('is told in JSON (H119)', async () => {
    const home = await createHome()
    const { code, stderr } = await runFull(1, ['status', ...file, '--json'], home.env)
    expect(code).toBe(1)
    expect(JSON.parse(stderr)).toEqual({ error: { code: 'output_failed', message: sentence, hint, exitCode: 1 } })
  })

  it('is told by the exit code alone where it is stderr (H119)', async () => {
    const home = await createHome()
    expect(await runFull(2, ['token', 'nobody'], home.env)).toEqual({ code: 2, stdout: '', stderr: '' })
  })
})

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
})
