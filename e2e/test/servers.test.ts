import { beforeEach, describe, expect, it, vi } from 'vitest'
import { json, withoutToken } from '../src/servers/answers.ts'
import { serversDocument } from '../src/servers/document.ts'
import { trusting } from '../src/servers/options.ts'
import { everyone } from '../src/servers/outcomes.ts'
import type { ClientName, Outcome, Row } from '../src/servers/row.ts'
import { rows, subjects } from '../src/servers/rows.ts'
import { tryRow } from '../src/servers/try-row.ts'

const clients: readonly ClientName[] = ['v1', 'v2', 'library', 'cli']
const ours: readonly ClientName[] = ['library', 'cli']

let passed = 0
const pass = (ms: number): void => {
  passed += ms
}

beforeEach(() => {
  const now = Date.now
  passed = 0
  vi.spyOn(Date, 'now').mockImplementation(() => now() + passed)
  // SDK v2 warns of what a provider lacks.
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})

describe.each(subjects)('$title', (subject) => {
  for (const row of subject.rows) {
    it(`${row.work}: ${row.name}`, async () => {
      const outcomes: Partial<Record<ClientName, Outcome>> = {}
      const errors: unknown[] = []
      for (const name of clients) {
        const { outcome, error } = await tryRow(row, name, { pass })
        outcomes[name] = outcome
        if (outcome !== row.expected[name]) errors.push(name, error)
      }
      expect({ ...outcomes, errors }).toEqual({ ...row.expected, errors: [] })
    })
  }
})

const withOptions = rows.flatMap((row) => (row.option === undefined ? [] : [[row.name, row] as const]))

/** Whether a message tells what to set: an option, a flag, a key behind --set or in a configuration. */
function tells(message: string, name: string): boolean {
  const words = new RegExp(`(?:\\boption |\\bset '?|\\badd "?|--)(?:allow[.: {]+)?${name}\\b`, 'i')
  return words.test(message.replaceAll('_', ''))
}

describe.each(withOptions)('%s, with its option', (_, row) => {
  // The innermost names: those above them group settings.
  const names = Object.entries(row.option?.library ?? {}).flatMap(([name, value]) =>
    name === 'allow' ? Object.keys(value) : [name],
  )

  for (const name of ours) {
    it(`lets in the ${name}`, async () => {
      expect(await tryRow(row, name, { pass, option: true })).toEqual({ outcome: 'in' })
    })

    it(`is what the ${name} tells of`, async () => {
      const { error } = await tryRow(row, name, { pass })
      expect({ error, told: names.filter((each) => tells(String(error), each)) }).toEqual({ error, told: names })
    })
  }
})

const withoutOption = rows.flatMap((row) =>
  row.rule !== undefined && row.option === undefined ? [[row.name, row] as const] : [],
)

it.each(withoutOption)('that no option lifts the rule is told of %s', async (_, row) => {
  for (const name of ours) {
    const { error } = await tryRow(row, name, { pass })
    expect(String(error)).toMatch(/no setting (of this program )?changes that|whatever the options/i)
  }
})

it.each(ours)(
  'a server of which only some tools want a sign-in lets in the %s that names its authorization server',
  async (name) => {
    const issuer = 'https://auth.example.com'
    const initialized = { protocolVersion: '2025-06-18', capabilities: {}, serverInfo: { name: 'open', version: '1' } }
    const row: Row = {
      work: 'login',
      name: 'open but for tools',
      expected: everyone,
      server: { resourceMetadata: 'none', issuer },
      odd: () => ({ mcp: withoutToken(json({ jsonrpc: '2.0', id: 0, result: initialized })) }),
      option: trusting(issuer),
    }
    expect(await tryRow(row, name, { pass, option: true })).toEqual({ outcome: 'in' })
  },
)

it('the table has rows of every kind of answer, each under its own name', () => {
  expect(rows.length).toBeGreaterThanOrEqual(60)
  expect(new Set(rows.map(({ work, name }) => `${work} ${name}`)).size).toBe(rows.length)
})

it('no server lets an official SDK in and us out without a rule of security', () => {
  const worse = rows.filter(
    ({ expected: { v1, v2, library, cli } }) => [v1, v2].includes('in') && [library, cli].includes('out'),
  )
  expect(worse.filter(({ rule }) => rule === undefined).map(({ name }) => name)).toEqual([])
  expect(rows.filter((row) => row.rule !== undefined && !worse.includes(row)).map(({ name }) => name)).toEqual([])
})

it('docs/servers.md is written from the table', async () => {
  await expect(serversDocument(subjects)).toMatchFileSnapshot('../../docs/servers.md')
})
