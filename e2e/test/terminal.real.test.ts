import { type Playground, startPlayground } from 'playground'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { addressAtTheEnd } from '../src/address-at-the-end.ts'
import { hasChromium, launchChromium, signInAsPerson, withoutChromium } from '../src/chromium.ts'
import { linkOn } from '../src/link-on.ts'
import { missingTmux } from '../src/missing-tmux.ts'
import { skips } from '../src/skips.ts'
import { createTerminalHome } from '../src/terminal-home.ts'
import type { Tmux } from '../src/tmux.ts'

const withoutTmux = skips(missingTmux())
const withoutBrowser = skips(hasChromium ? undefined : withoutChromium)

describe.skipIf(withoutTmux)('login in a terminal', () => {
  let playground: Playground
  beforeAll(async () => {
    playground = await startPlayground()
  })
  afterAll(() => playground?.close())

  /** A sign-in that waits in a terminal without a display. */
  async function startLogin(env?: Readonly<Record<string, string>>): Promise<{ terminal: Tmux; link: string }> {
    const home = await createTerminalHome()
    const terminal = await home.open({ env })
    await terminal.type(`fast-agent-auth login ${playground.mcpUrl} --store file --redirect-port 0`)
    await terminal.until('left. Ctrl-C stops.')
    return { terminal, link: linkOn(await terminal.joined()) }
  }

  async function expectSignedIn(terminal: Tmux): Promise<void> {
    expect(await terminal.prompt()).toContain(`Signed in to ${playground.mcpUrl}`)
    expect(await terminal.exitCode()).toBe(0)
  }

  describe.skipIf(withoutBrowser)('with a browser', () => {
    let browser: Browser
    beforeAll(async () => {
      browser = await launchChromium()
    })
    afterAll(() => browser?.close())

    it('signs in with the browser that it opens', async () => {
      const home = await createTerminalHome()
      const terminal = await home.open({ env: { BROWSER: 'window' } })
      await terminal.type(`fast-agent-auth login ${playground.mcpUrl} --store file --redirect-port 0`)
      const page = await browser.newPage()
      onTestFinished(() => page.close())
      await page.goto(await home.link())
      await signInAsPerson(page, 'Allow')
      await page.getByRole('heading', { name: 'Sign-in complete' }).waitFor()
      await expectSignedIn(terminal)
    })
  })

  it('signs in with the address that is pasted, and does not show it', async () => {
    const { terminal, link } = await startLogin()
    const address = await addressAtTheEnd(link)
    await terminal.paste(address)
    await expectSignedIn(terminal)
    await expectHidden(terminal, address)
  })

  it('takes an address that is wrapped over several lines, in quotes', async () => {
    const { terminal, link } = await startLogin()
    const address = await addressAtTheEnd(link)
    await terminal.paste(`'${address.replace(/.{30}/g, '$&\n  ')}'`)
    await expectSignedIn(terminal)
    await expectHidden(terminal, address)
  })

  it('takes an address that was typed, with Enter behind it', async () => {
    const { terminal, link } = await startLogin()
    const address = await addressAtTheEnd(link)
    await terminal.press('-l', address)
    await terminal.press('Enter')
    await expectSignedIn(terminal)
    await expectHidden(terminal, address)
  })

  it('refuses a bare code with the reason, goes on waiting, and takes the address after it', async () => {
    const { terminal, link } = await startLogin()
    const address = await addressAtTheEnd(link)
    await terminal.paste(codeOf(address))
    await terminal.until('note: That is only a code, and nothing ties it to this sign-in.')
    await terminal.until('left. Ctrl-C stops.')
    await terminal.paste(address)
    await expectSignedIn(terminal)
    await expectHidden(terminal, address)
  })

  it.each([
    { port: '22', option: '' },
    { port: '2222', option: ' -p 2222' },
  ])('shows over SSH the very command that brings the browser back, for port $port', async ({ port, option }) => {
    const { terminal, link } = await startLogin({ SSH_CONNECTION: `198.51.100.9 50022 203.0.113.7 ${port}` })
    const { port: back } = new URL(new URL(link).searchParams.get('redirect_uri') ?? '')
    const commands = (await terminal.joined()).split('\n').filter((line) => line.includes('ssh '))
    expect(commands).toEqual([
      expect.stringMatching(`^ {5}ssh -N -L ${back}:127\\.0\\.0\\.1:${back} \\S+@203\\.0\\.113\\.7${option}$`),
    ])
  })
})

function codeOf(address: string): string {
  return new URL(address).searchParams.get('code') ?? ''
}

/** No part of the code was ever written to the terminal. */
async function expectHidden(terminal: Tmux, address: string): Promise<void> {
  const parts = codeOf(address).match(/.{8}/g) ?? []
  expect(parts).not.toEqual([])
  const written = await terminal.written()
  expect(parts.filter((part) => written.includes(part))).toEqual([])
}
