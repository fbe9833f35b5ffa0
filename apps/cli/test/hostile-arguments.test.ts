import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { commandLine, shellWord } from '../src/errors/command-line.ts'
import { createProgram } from '../src/program/program.ts'
import { record, worldOf } from './hostile-words.ts'
import { folderWith } from './support/files.ts'
import { runHere } from './support/world.ts'

const url = 'https://mcp.example.com/mcp'

describe('a server whose name begins with a dash', () => {
  it.each(['-x', '--store', '--help', '-', '--config-path=/etc/passwd'])(
    'is found behind two dashes, and named so in the next step: %s',
    async (name) => {
      const cwd = await folderWith({ '.mcp.json': JSON.stringify({ mcpServers: { [name]: { url } } }) })
      const { code, stdout, stderr } = await runHere(['token', '--', name], { cwd })
      expect([code, stdout]).toEqual([3, ''])
      expect(stderr).toContain(`hint: fast-agent-auth login -- ${name}\n`)
    },
  )

  it('is none where it stands before "--": no option of that name is made up', async () => {
    const cwd = await folderWith({ '.mcp.json': JSON.stringify({ mcpServers: { '-x': { url } } }) })
    const { code, stderr, opened } = await runHere(['token', '-x'], { cwd })
    expect([code, opened]).toEqual([2, []])
    expect(stderr).toContain("unknown option '-x'")
  })
})

describe('a command to be copied on Windows', () => {
  it.each([
    ['github', 'github'],
    ['C:\\Users\\Alex Doe\\fast-agent.yaml', '"C:\\Users\\Alex Doe\\fast-agent.yaml"'],
    ['https://mcp.example.com/mcp?a=1&b=a%20b', '"https://mcp.example.com/mcp?a=1&b=a%20b"'],
    ['x&calc.exe&', '"x&calc.exe&"'],
    ["y';calc;'", '"y\';calc;\'"'],
    ['日本', '"日本"'],
  ])('quotes %s as cmd and PowerShell do', (word, expected) => {
    expect(shellWord(word, 'win32')).toBe(expected)
  })

  it.each(['"&calc&"', '%PATH%', '$(calc)', '$env:PATH', '`calc`', '“;calc;”', 'a\nb', 'a!b!', 'a^b', 'a b\\', ''])(
    'leaves out %j, which one of them takes apart',
    (word) => {
      expect(shellWord(word, 'win32')).toBe('"…"')
    },
  )
})

describe('a command to be copied', () => {
  it('has no backslash in quotes, which means something to fish', () => {
    expect(shellWord("a\\';b;'", 'linux')).toBe("'a'\\\\''\\'';b;'\\'''")
  })

  const pieces = fc.oneof(
    fc.constantFrom(
      '-x',
      '--',
      "'",
      '"',
      '`echo a`',
      '$(echo a)',
      '$PATH',
      '$HOME',
      '; echo a',
      '& echo a',
      '| cat',
      '\\',
      '!!',
      '~',
      '*',
    ),
    fc.constantFrom(' ', '\t', '#', '(', ')', '{a,b}', '=', '%PATH%', '^', 'a\nb', 'é', '日本'),
    fc.string({ maxLength: 5 }).map((text) => text.replaceAll('\u0000', '')),
  )
  const words = fc
    .array(pieces, { minLength: 1, maxLength: 5 })
    .map((parts) => parts.join(''))
    .filter((text) => text !== '')

  it.skipIf(process.platform === 'win32')(
    'gives a shell the very words that it is about, and has it do nothing else',
    () => {
      fc.assert(
        fc.property(words, words, fc.option(words, { nil: undefined }), (target, account, configPath) => {
          const command = commandLine('login', { target, account, configPath })
          const script = `set -- ${command}; printf '%s\\0' "$@"`
          const given = execFileSync('sh', ['-c', script], { encoding: 'utf8', env: {} }).split('\u0000').slice(0, -1)
          const options = [...(configPath === undefined ? [] : ['--config-path', configPath]), '--account', account]
          const expected = target.startsWith('-') ? [...options, '--', target] : [target, ...options]
          expect(given).toEqual(['fast-agent-auth', 'login', ...expected])
        }),
        hostile(100),
      )
    },
  )
})

it('no option takes a secret, since every user of a machine sees the arguments of every program', () => {
  const { options, commands } = createProgram(worldOf(record(80).terminal))
  const all = [
    ...options,
    ...commands.flatMap((command) => [...command.options, ...command.commands.flatMap((each) => each.options)]),
  ]
  const names = all.map(({ long }) => long)
  expect(names).toEqual(expect.arrayContaining(['--client-id', '--store', '--config-path', '--url']))
  expect(names.filter((name) => /secret|password|token|key|bearer|auth/i.test(name ?? ''))).toEqual([])
})
