import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Playground, startPlayground } from 'playground'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linkOn } from '../src/link-on.ts'
import { missingTmux } from '../src/missing-tmux.ts'
import { settleScreen } from '../src/settle-screen.ts'
import { skips } from '../src/skips.ts'
import { createTerminalHome, type OpenOptions } from '../src/terminal-home.ts'

describe.skipIf(skips(missingTmux()))('a person reads', () => {
  let playground: Playground
  beforeAll(async () => {
    playground = await startPlayground()
  })
  afterAll(() => playground?.close())

  /** A person's terminal, with two servers in the configuration. */
  async function open(options?: OpenOptions) {
    const home = await createTerminalHome()
    await writeFile(join(home.folder, 'fast-agent.yaml'), configuration(playground.mcpUrl))
    const terminal = await home.open(options)
    /** The screen, and whether a link is on it. */
    const expectGolden = async (name: string, { link = false } = {}): Promise<void> => {
      const seen = { serverUrl: playground.mcpUrl, issuer: playground.issuer, folder: home.folder }
      const screen = settleScreen(await terminal.screen(), {
        ...seen,
        link: link ? linkOn(await terminal.joined()) : undefined,
      })
      await expect(screen).toMatchFileSnapshot(`golden/${name}.txt`)
    }
    return { terminal, expectGolden }
  }

  it.each([
    { name: 'help', command: 'fast-agent-auth --help' },
    { name: 'login-help', command: 'fast-agent-auth login --help' },
  ])('what $name says', async ({ name, command }) => {
    const { terminal, expectGolden } = await open()
    await terminal.type(command)
    await terminal.prompt()
    await expectGolden(name)
  })

  it.each([
    { name: 'login', columns: 80 },
    { name: 'login-40-columns', columns: 40 },
  ])('what a sign-in says: $name', async ({ name, columns }) => {
    const { terminal, expectGolden } = await open({ columns, env: { BROWSER: 'person' } })
    await terminal.type('fast-agent-auth login notes --redirect-port 0')
    await terminal.prompt()
    await expectGolden(name, { link: true })
  })

  it('what a sign-in over SSH says while it waits', async () => {
    const { terminal, expectGolden } = await open({ env: { SSH_CONNECTION: '198.51.100.9 50022 203.0.113.7 22' } })
    await terminal.type('fast-agent-auth login notes --redirect-port 0')
    await terminal.until('left. Ctrl-C stops.')
    await expectGolden('login-ssh', { link: true })
  })

  it('what status says', async () => {
    const { terminal, expectGolden } = await open({ env: { BROWSER: 'person' } })
    await terminal.type('fast-agent-auth login notes --redirect-port 0 --json >login.json 2>&1')
    await terminal.prompt()
    await terminal.type('clear')
    await terminal.prompt()
    await terminal.type('fast-agent-auth status')
    await terminal.prompt()
    await expectGolden('status')
  })
})

/** One server that is signed in to, one that is not, one with a header of its own, and one without OAuth. */
function configuration(notesUrl: string): string {
  return `mcp:
  servers:
    notes:
      url: ${notesUrl}
      auth: { persist: file }
    wiki:
      url: https://wiki.example.com/mcp
      auth: { persist: file }
    billing:
      url: https://billing.example.com/sse
      transport: sse
      headers: { Authorization: "Bearer \${BILLING_TOKEN:none}" }
    local:
      command: npx
      args: [some-server]
`
}
