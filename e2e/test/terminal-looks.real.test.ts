import { type Playground, startPlayground } from 'playground'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { addressAtTheEnd } from '../src/address-at-the-end.ts'
import { brokenWords } from '../src/broken-words.ts'
import { linkOn } from '../src/link-on.ts'
import { missingTmux } from '../src/missing-tmux.ts'
import { skips } from '../src/skips.ts'
import { createTerminalHome, type OpenOptions } from '../src/terminal-home.ts'
import type { Tmux } from '../src/tmux.ts'

const timeLeft = /\d:\d\d(?= left)/

describe.skipIf(skips(missingTmux()))('the program in a terminal', () => {
  let playground: Playground
  beforeAll(async () => {
    playground = await startPlayground()
  })
  afterAll(() => playground?.close())

  const login = (): string => `fast-agent-auth login ${playground.mcpUrl} --store file --redirect-port 0`

  async function open(options?: OpenOptions): Promise<Tmux> {
    return (await createTerminalHome()).open(options)
  }

  /** A sign-in that waits for the browser. */
  async function startLogin(options?: OpenOptions): Promise<Tmux> {
    const terminal = await open(options)
    await terminal.type(login())
    await terminal.until(options?.env?.TERM === 'dumb' ? 'to come back. Ctrl-C stops.' : 'left. Ctrl-C stops.')
    return terminal
  }

  /** Ends it, by the address that a browser elsewhere came to. */
  async function finishLogin(terminal: Tmux): Promise<string> {
    await terminal.paste(await addressAtTheEnd(linkOn(await terminal.joined())))
    await terminal.until('Signed in to')
    return terminal.prompt()
  }

  it.each([80, 40])('counts down in one line that stays in its place, over %i columns', async (columns) => {
    const terminal = await startLogin({ columns })
    const one = await terminal.screen()
    const other = await vi.waitFor(
      async () => {
        const screen = await terminal.screen()
        expect(timeLeft.exec(screen)).not.toEqual(timeLeft.exec(one))
        return screen
      },
      { timeout: 60_000, interval: 50 },
    )
    expect(timeLeft.test(one)).toBe(true)
    expect(other.replace(timeLeft, '')).toBe(one.replace(timeLeft, ''))
    const end = await finishLogin(terminal)
    expect(end).not.toMatch(timeLeft)
    expect(end).not.toContain('Waiting')
  })

  it('breaks no word of a sign-in over 40 columns', async () => {
    const terminal = await startLogin({ columns: 40 })
    expect(brokenWords(await terminal.joined(), 40)).toEqual([])
    await finishLogin(terminal)
    expect(brokenWords(await terminal.joined(), 40)).toEqual([])
  })

  it('breaks no word of status over 40 columns', async () => {
    const terminal = await open({ columns: 40, env: { BROWSER: 'person' } })
    await terminal.type(login())
    await terminal.until('Signed in to')
    await terminal.prompt()
    await terminal.type('clear; fast-agent-auth status --store file')
    await terminal.until('Configuration:')
    expect(brokenWords(await terminal.joined(), 40)).toEqual([])
  })

  it('breaks no word of status over 40 columns where there is no keychain', async () => {
    const terminal = await open({ columns: 40 })
    await terminal.type('fast-agent-auth status')
    await terminal.until('Store: the keychain')
    await terminal.prompt()
    expect(brokenWords(await terminal.joined(), 40)).toEqual([])
  })

  it.each(['', 'login', 'status', 'clear', 'token', 'tools', 'call'])(
    'breaks no word of `help %s` over 40 columns',
    async (command) => {
      const terminal = await open({ columns: 40 })
      await terminal.type(`fast-agent-auth help ${command}`.trim())
      await terminal.prompt()
      await terminal.until('Usage: fast-agent-auth')
      expect(brokenWords(await terminal.joined(), 40)).toEqual([])
    },
  )

  it('shows colours', async () => {
    const terminal = await startLogin()
    await finishLogin(terminal)
    expect(await terminal.painted()).toContain('\u001B[32mSigned in')
  })

  it('shows no colours where NO_COLOR is set', async () => {
    const terminal = await startLogin({ env: { NO_COLOR: '1' } })
    expect(await terminal.painted()).not.toContain('\u001B')
    await finishLogin(terminal)
    expect(await terminal.painted()).not.toContain('\u001B')
  })

  it('writes no escape sequence to a terminal that knows none', async () => {
    const terminal = await startLogin({ env: { TERM: 'dumb' } })
    await terminal.paste(await addressAtTheEnd(linkOn(await terminal.joined())))
    // Such a terminal does not say where a paste ends.
    await terminal.press('Enter')
    await terminal.until('Signed in to')
    await terminal.prompt()
    expect(await terminal.written()).not.toContain('\u001B')
  })
})
