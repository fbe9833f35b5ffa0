import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileTokenStore } from '@fast-agent-auth/token-store/file'
import { type Playground, startPlayground } from 'playground'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { linkOn } from '../src/link-on.ts'
import { missingTmux } from '../src/missing-tmux.ts'
import { skips } from '../src/skips.ts'
import { createTerminalHome } from '../src/terminal-home.ts'
import type { Tmux } from '../src/tmux.ts'

describe.skipIf(skips(missingTmux()))('Ctrl-C in a terminal', () => {
  let playground: Playground
  beforeAll(async () => {
    playground = await startPlayground()
  })
  afterAll(() => playground?.close())

  const login = (port: string): string =>
    `fast-agent-auth login ${playground.mcpUrl} --store file --redirect-port ${port}`

  /** A sign-in that was waited for, and stopped. */
  async function interruptLogin() {
    const home = await createTerminalHome()
    const terminal = await home.open()
    await terminal.type(login('0'))
    await terminal.until('left. Ctrl-C stops.')
    const redirectUri = new URL(linkOn(await terminal.joined())).searchParams.get('redirect_uri') ?? ''
    expect((await fetch(redirectUri)).status).toBe(400)
    await terminal.press('C-c')
    return { home, terminal, redirectUri, screen: await terminal.prompt() }
  }

  it('ends a sign-in with 130, and says so on a line of its own', async () => {
    const { terminal, screen } = await interruptLogin()
    expect(screen.split('\n').slice(-2)).toEqual(['Interrupted.', '$'])
    expect(screen).not.toContain('Waiting')
    expect(await terminal.exitCode()).toBe(130)
  })

  // A time limit that still ran held it for 36 s.
  it.each(['tools', 'call'])('ends %s while a person is waited for, at once', { timeout: 30_000 }, async (command) => {
    const terminal = await (await createTerminalHome()).open()
    const tool = command === 'call' ? ' whoami' : ''
    await terminal.type(`fast-agent-auth ${command} ${playground.mcpUrl}${tool} --store file`)
    await terminal.until('left. Ctrl-C stops.')
    await terminal.press('C-c')
    expect((await terminal.prompt()).split('\n').slice(-2)).toEqual(['Interrupted.', '$'])
    expect(await terminal.exitCode()).toBe(130)
  })

  it.each([
    ['Escape', ['Escape']],
    ['Alt-[', ['M-[']],
    ['Alt-O', ['M-O']],
    ['the beginning of a paste without end', ['Escape', '[200~https://']],
  ])('ends a sign-in that has read %s and waits for more (H112)', async (_, keys) => {
    const terminal = await (await createTerminalHome()).open()
    await terminal.type(login('0'))
    await terminal.until('left. Ctrl-C stops.')
    for (const key of keys) await terminal.press(key)
    await terminal.press('C-c')
    expect((await terminal.prompt()).split('\n').slice(-2)).toEqual(['Interrupted.', '$'])
    expect(await terminal.exitCode()).toBe(130)
  })

  it('leaves a terminal that echoes, edits lines, shows its cursor and brackets nothing', async () => {
    const { terminal } = await interruptLogin()
    await expectUsable(terminal)
  })

  it('leaves no listener, no lock and no record of the sign-in', async () => {
    const { home, terminal, redirectUri } = await interruptLogin()
    await expect(fetch(redirectUri)).rejects.toThrow()
    const store = fileTokenStore({ folder: join(home.folder, 'data', 'fast-agent-auth', 'tokens') })
    // The registration stays, for the next sign-in.
    expect(await store.keys()).toEqual([`client:${playground.issuer}`])
    await terminal.type('fast-agent-auth status --store file')
    expect(await terminal.prompt()).toContain('No sign-ins are stored.')
    // The same port, which is free, and the same lock.
    await terminal.type(`clear; BROWSER=person ${login(new URL(redirectUri).port)}`)
    await terminal.until('Signed in to')
    expect(await terminal.prompt()).not.toContain('Another program is signing in')
    expect(await terminal.exitCode()).toBe(0)
  })

  it('ends the wait for a server that says nothing, and leaves the terminal usable', async () => {
    const silent = createServer()
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void silent.close().closeAllConnections())
    const terminal = await (await createTerminalHome()).open()
    const { port } = silent.address() as AddressInfo
    await terminal.type(`fast-agent-auth login http://127.0.0.1:${port}/mcp --store file`)
    await terminal.until(`Waiting for http://127.0.0.1:${port}/mcp. Ctrl-C stops.`)
    await terminal.press('C-c')
    const screen = await terminal.prompt()
    expect(screen.split('\n').slice(-2)).toEqual(['Interrupted.', '$'])
    expect(screen).not.toContain('Waiting')
    expect(await terminal.exitCode()).toBe(130)
    await expectUsable(terminal)
  })

  it('ends the question of clear with 130, and changes nothing', async () => {
    const terminal = await (await createTerminalHome()).open({ env: { BROWSER: 'person' } })
    await terminal.type(login('0'))
    await terminal.until('Signed in to')
    await terminal.prompt()
    await terminal.type(`clear; fast-agent-auth clear ${playground.mcpUrl} --store file`)
    await terminal.until('[y/N]')
    await terminal.press('C-c')
    expect((await terminal.prompt()).split('\n').slice(-2)).toEqual(['Interrupted.', '$'])
    expect(await terminal.exitCode()).toBe(130)
    await expectUsable(terminal)
    await terminal.type('clear; fast-agent-auth status --store file')
    await terminal.until('EXPIRES')
  })
})

/** As a shell's user finds a terminal: what is typed is seen, and what is pasted is the text alone. */
async function expectUsable(terminal: Tmux): Promise<void> {
  expect(await terminal.hasCursor()).toBe(true)
  await terminal.type('stty -a')
  const settings = (await terminal.prompt()).split(/[\s;]+/)
  expect(settings).toEqual(expect.arrayContaining(['echo', 'icanon', 'isig']))
  await terminal.paste('echo pasted')
  await terminal.until('$ echo pasted')
  await terminal.press('Enter')
  expect((await terminal.prompt()).split('\n').slice(-3)).toEqual(['$ echo pasted', 'pasted', '$'])
}
