import { overrideAuth } from '@fast-agent-auth/config'
import { describe, expect, it } from 'vitest'
import { settingWords, shellWord } from '../src/errors/command-line.ts'
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

  it('gives a document member by member, since no shell there takes its quotation marks', () => {
    const document = { issuer: 'https://a.example', code_challenge_methods_supported: ['S256', 'plain'] }
    const words = settingWords(`authorizationServer=${JSON.stringify(document)}`, 'win32')
    expect(words).toEqual([
      'authorizationServer.issuer=https://a.example',
      'authorizationServer.code_challenge_methods_supported=S256,plain',
    ])
    expect(words.map((word) => shellWord(word, 'win32'))).not.toContain('"…"')
    const bare = { name: 'a', transport: 'http', url: 'https://a.example', headers: {} } as const
    expect(overrideAuth(bare, words).auth?.authorizationServer).toEqual(document)
    for (const word of ['authorizationServer={', 'scope=a b']) expect(settingWords(word, 'win32')).toEqual([word])
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
