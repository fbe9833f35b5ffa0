import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { describeError } from '../src/errors/describe-error.ts'
import { createJsonView, createSignInView } from '../src/sign-in/sign-in-view.ts'
import { printParagraphs, printTable } from '../src/terminal/print-table.ts'
import { createPrinter } from '../src/terminal/printer.ts'
import { env, eventsOf, expectHarmless, expectHarmlessJson, record, words, worldOf } from './hostile-words.ts'
import { folderWith } from './support/files.ts'
import { tokenRecord } from './support/tokens.ts'
import { runHere } from './support/world.ts'

const columns = fc.integer({ min: 1, max: 200 })

describe('on a terminal, whatever is said from elsewhere', () => {
  it('no way of printing lets through what acts on it', () => {
    fc.assert(
      fc.property(words, words, columns, (text, other, width) => {
        const { terminal, text: printed } = record(width)
        const out = createPrinter(terminal, env)
        const paint = (painted: string): string => painted
        out.plain(text)
        out.sentence(text)
        out.sentence(text, { text: 'error:', paint })
        out.good(text)
        out.step(1, text, other)
        out.command(text, { text: 'hint:', paint })
        out.facts([
          { name: 'Scope', value: text, paint },
          { name: 'Issuer', value: other },
        ])
        for (const print of [printTable, printParagraphs]) {
          print(
            [
              [
                { name: 'Name', value: text },
                { name: 'Scope', value: other, paint },
              ],
            ],
            out,
          )
        }
        expectHarmless(printed())
        expectHarmless(describeError(new Error(text)).message)
      }),
      hostile(1000),
    )
  })

  it('no event of a sign-in acts on it', () => {
    fc.assert(
      fc.property(words, columns, fc.boolean(), (text, width, browser) => {
        const { terminal, text: printed } = record(width)
        const view = createSignInView({ target: text, terminal, browser }, worldOf(terminal))
        for (const event of eventsOf(text)) view.onEvent(event)
        view.ended()
        expect(printed()).toContain('Authorization server')
        expectHarmless(printed())
      }),
      hostile(500),
    )
  })
})

describe('with --json, whatever is said from elsewhere', () => {
  it('no event of a sign-in acts on a terminal, and each is a line', () => {
    fc.assert(
      fc.property(words, (text) => {
        const { terminal, text: printed } = record(80)
        const view = createJsonView(worldOf(terminal))
        const events = eventsOf(text)
        for (const event of events) view.onEvent(event)
        const lines = printed().trimEnd().split('\n')
        expect(lines).toHaveLength(events.length)
        for (const line of lines) expectHarmlessJson(line)
      }),
      hostile(500),
    )
  })
})

describe.each([
  ['on a terminal', [], expectHarmless],
  ['with --json', ['--json'], expectHarmlessJson],
] as const)('%s, whatever is said from elsewhere', (_, more, expectGood) => {
  it('status shows records of any words, and they act on no terminal', async () => {
    await fc.assert(
      fc.asyncProperty(words, words, columns, async (text, other, width) => {
        const store = memoryTokenStore()
        await store.update(`tokens:${text}@https://mcp.example.com/mcp`, async () =>
          tokenRecord({ scope: other, issuer: text }),
        )
        await store.update(`tokens:${other}`, async () => text)
        const { stdout, stderr } = await runHere(['status', ...more], { env, store, columns: width, isTTY: true })
        expect(stdout).not.toBe('')
        expectGood(stdout)
        expect(stderr).toBe('')
      }),
      hostile(150),
    )
  })

  it('a store that fails with any words is told of by each command, and they act on no terminal', async () => {
    const commands = fc.constantFrom(['status'], ['token', 'https://mcp.example.com/mcp'], ['clear', '--all', '--yes'])
    await fc.assert(
      fc.asyncProperty(words, commands, columns, async (text, command, width) => {
        const unusable = Object.assign(new Error(text), { name: 'TokenStoreError', code: 'unavailable' })
        const { stdout, stderr } = await runHere([...command, ...more], { env, unusable, columns: width, isTTY: true })
        for (const printed of [stdout, stderr].filter((each) => each !== '')) expectGood(printed)
        expect(stdout + stderr).not.toBe('')
      }),
      hostile(150),
    )
  })

  it('a foreign file may call its servers anything, and no terminal acts on it', async () => {
    const cwd = await folderWith({ '.mcp.json': '' })
    await fc.assert(
      fc.asyncProperty(words, words, columns, async (text, other, width) => {
        const server = { url: 'https://mcp.example.com/mcp', type: other, [other]: 1 }
        writeFileSync(join(cwd, '.mcp.json'), JSON.stringify({ mcpServers: { [text]: server, x: { url: other } } }))
        const { stdout, stderr } = await runHere(['status', ...more], { env, cwd, columns: width, isTTY: true })
        for (const printed of [stdout, stderr].filter((each) => each !== '')) expectGood(printed)
        expect(stdout).not.toBe('')
      }),
      hostile(150),
    )
  })
})
