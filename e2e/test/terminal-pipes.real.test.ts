import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Playground, startPlayground } from 'playground'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missingTmux } from '../src/missing-tmux.ts'
import { skips } from '../src/skips.ts'
import { createTerminalHome } from '../src/terminal-home.ts'
import type { Tmux } from '../src/tmux.ts'

describe.skipIf(skips(missingTmux()))('in a terminal', () => {
  let playground: Playground
  beforeAll(async () => {
    playground = await startPlayground()
  })
  afterAll(() => playground?.close())

  /** A terminal of somebody who is signed in. */
  async function signedIn(): Promise<Tmux> {
    const terminal = await (await createTerminalHome()).open({ env: { BROWSER: 'person' } })
    await terminal.type(`fast-agent-auth login ${playground.mcpUrl} --store file --redirect-port 0`)
    await terminal.until('Signed in to')
    await terminal.prompt()
    await terminal.type('clear')
    await terminal.prompt()
    return terminal
  }

  it('clear changes nothing where Enter is the answer', async () => {
    const terminal = await signedIn()
    await terminal.type(`fast-agent-auth clear ${playground.mcpUrl} --store file`)
    await terminal.until('Revoke and delete this sign-in? [y/N]')
    await terminal.press('Enter')
    expect((await terminal.prompt()).split('\n').slice(-2)).toEqual(['Nothing was changed.', '$'])
    expect(await terminal.exitCode()).toBe(0)
    await terminal.type('fast-agent-auth status --store file')
    await terminal.until('EXPIRES')
  })

  it('clear deletes where the answer is "y"', async () => {
    const terminal = await signedIn()
    await terminal.type(`fast-agent-auth clear ${playground.mcpUrl} --store file`)
    await terminal.until('[y/N]')
    await terminal.type('y')
    expect(await terminal.prompt()).toContain(`${playground.mcpUrl}: revoked and deleted.`)
    expect(await terminal.exitCode()).toBe(0)
    await terminal.type('fast-agent-auth status --store file')
    await terminal.until('No sign-ins are stored.')
  })

  it.each(['status', 'status --json', '--help', 'help login'])(
    '%s says nothing to a reader that is gone',
    async (args) => {
      const terminal = await signedIn()
      const command = `fast-agent-auth ${args} | true`
      await terminal.type(command)
      expect(await terminal.prompt()).toBe(`$ ${command}\n$`)
    },
  )

  it('login signs in although its reader goes away, without a word about it', async () => {
    const { folder, open } = await createTerminalHome()
    const terminal = await open({ env: { BROWSER: 'person' } })
    const login = `fast-agent-auth login ${playground.mcpUrl} --store file --redirect-port 0`
    const command = `${login} 2>words | head -c 1; echo`
    await terminal.type(command)
    await terminal.prompt()
    expect(await terminal.joined()).toBe(`$ ${command}\nS\n$`)
    // A slow machine may tell that it waits; that is no such word.
    const words = (await readFile(join(folder, 'words'), 'utf8')).split('\n')
    expect(words.filter((line) => line !== '' && !line.endsWith('Ctrl-C stops.'))).toEqual([])
    await terminal.type('clear; fast-agent-auth status --store file')
    await terminal.until('EXPIRES')
  })
})
