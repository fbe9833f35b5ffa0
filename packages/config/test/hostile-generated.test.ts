import { readdir, readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { ConfigError } from '../src/index.ts'
import { createReader, environments, messagesOf, secret, servers } from './hostile-documents.ts'

const before = Object.getOwnPropertyNames(Object.prototype)

/** Checks the promises that hold for every configuration, whoever wrote it. */
function expectHarmless(outcome: Awaited<ReturnType<Awaited<ReturnType<typeof createReader>>>>): void {
  for (const message of messagesOf(outcome)) {
    expect(message).not.toContain(secret)
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    expect(message).toMatch(/^(?:fast-agent(?:\.secrets)?\.yaml|\.mcp\.json|\.vscode\/mcp\.json|environment variable )/)
  }
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
}

describe('whatever is configured', () => {
  it.each([
    ['fast-agent.yaml', (all: unknown) => ({ mcp: { servers: all } })],
    ['.mcp.json', (all: unknown) => ({ mcpServers: all })],
    ['.vscode/mcp.json', (all: unknown) => ({ servers: all })],
  ])(
    'in %s is read or refused by its place, no message shows a value or acts on a terminal (H81)',
    async (name, around) => {
      const read = await createReader(name)
      await fc.assert(
        fc.asyncProperty(servers, async (all) => {
          expectHarmless(await read([JSON.stringify(around(all))]))
        }),
        hostile(200),
      )
    },
  )

  it('in a secrets file over it, and in the environment over both, no message shows it', async () => {
    const read = await createReader('fast-agent.yaml', 'fast-agent.secrets.yaml')
    const yaml = (all: unknown): string => JSON.stringify({ mcp: { servers: all } })
    await fc.assert(
      fc.asyncProperty(servers, servers, environments, async (all, secrets, env) => {
        expectHarmless(await read([yaml(all), yaml(secrets)], env))
      }),
      hostile(200),
    )
  })
})

describe('a file that is broken', () => {
  const damage = fc.oneof(
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      ':',
      ',',
      '\n',
      '\t',
      '- ',
      '&a ',
      '*a',
      '!x ',
      '|\n',
      '>',
      '%',
      '#',
      '---\n',
      '<<: ',
    ),
    fc.constantFrom('\u0000', '\ufeff', '/*', '*/', '//', '\\', '? ', '`', '@', '\u2028', '\r'),
    fc.string({ unit: 'binary', maxLength: 4 }),
  )
  const faults = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 20 }), damage), { minLength: 1, maxLength: 4 })

  it.each(['fast-agent.yaml', '.mcp.json', '.vscode/mcp.json'])(
    'is read or refused, and no message of its syntax shows a word of it: %s (H82)',
    async (name) => {
      const read = await createReader(name)
      await fc.assert(
        fc.asyncProperty(servers, faults, async (all, locations) => {
          const whole = JSON.stringify({ mcp: { servers: all }, mcpServers: all, servers: all }, null, 2)
          const text = locations.reduce((left, [at, length, put]) => {
            const start = at % (left.length + 1)
            return `${left.slice(0, start)}${put}${left.slice(start + length)}`
          }, whole)
          const outcome = await read([text])
          if (!(outcome instanceof ConfigError)) return
          expect(outcome.message).toMatch(new RegExp(`^${name}:`))
          expect(`${outcome.message} ${outcome.cause}`).not.toContain(secret)
          expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
        }),
        hostile(200),
      )
    },
  )
})

it.each(['fast-agent.yaml', '.mcp.json'])(
  'a file of whatever bytes is read, or it is said why not: %s',
  async (name) => {
    const read = await createReader(name)
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.string({ unit: 'grapheme', maxLength: 40 }))
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => void (await read([content]))),
      hostile(100),
    )
  },
)

it('has nothing in it by which a configuration could run a program or ask the network', async () => {
  const folder = new URL('../src/', import.meta.url)
  // Of the entry that opens stores, which reads no file of configuration.
  const ofStores = /(open-store|not-installed|blaming)\.ts\b/
  const names = (await readdir(folder)).filter((name) => !ofStores.test(name))
  const sources = await Promise.all(names.map((name) => readFile(new URL(name, folder), 'utf8')))
  const imported = sources.flatMap((source) =>
    [...source.matchAll(/(?:from|import\()\s*'([^.'][^']*)'/g)].map(([, name]) => name),
  )
  expect([...new Set(imported)].sort()).toEqual(['jsonc-parser', 'node:fs', 'node:os', 'node:path', 'yaml'])
  expect(sources.join('\n')).not.toMatch(ofStores)
  expect(sources.join('\n')).not.toMatch(
    /\beval\b|\bFunction\(|\bfetch\(|getBuiltinModule|process\.binding|\brequire\(/,
  )
})
