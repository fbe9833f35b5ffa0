import { globSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createMockServer } from '@fast-agent-auth/mock-server'
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { createAuth } from 'fast-agent-auth'
import { setupServer } from 'msw/node'
import { describe, expect, it, onTestFinished } from 'vitest'
import { exitCodes } from '../../apps/cli/src/errors/cli-error.ts'
import { withoutAliases } from '../../apps/cli/src/errors/without-aliases.ts'
import { createProgram } from '../../apps/cli/src/program/program.ts'
import { authOptions } from '../../packages/config/src/options.ts'
import { drawSignIn } from '../examples/own-ui.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string): Promise<string> => readFile(new URL(path, root), 'utf8')
const documents = ['docs/events.md', 'docs/troubleshooting.md', 'docs/security.md', 'docs/from-fast-agent.md']

const folders = async (path: string): Promise<readonly string[]> =>
  (await readdir(new URL(path, root))).filter((name) => !name.startsWith('.')).map((name) => `${path}${name}/`)

const sourcesOf = async (folder: string): Promise<readonly (readonly [string, string])[]> => {
  const names = (await readdir(new URL(folder, root), { recursive: true })).filter((name) => name.endsWith('.ts'))
  return Promise.all(names.map(async (name) => [`${folder}${name}`, await read(`${folder}${name}`)] as const))
}

const packages = await folders('packages/')
const sources = (await Promise.all([...packages, 'apps/cli/'].map((folder) => sourcesOf(`${folder}src/`)))).flat()

/** Every error class with codes, and the codes in its file: of the union, and of the lists that the union is made of. */
const errors = sources.flatMap(([file, source]) => {
  const [, name, body = ''] = /export class (\w+) extends Error([\s\S]*?)\n}/.exec(source) ?? []
  if (!file.startsWith('packages/') || name === undefined || !/readonly code\b/.test(body)) return []
  const code = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
  return [[name, [...code.matchAll(/'([a-z][a-z_]*)'/g)].map(([, word = '']) => word)] as const]
})

/** The rows of a table, as the texts of their cells. */
const rowsOf = (text: string): readonly (readonly string[])[] =>
  [...text.matchAll(/^\| (.*) \|$/gm)].map(([, row = '']) => row.split(/ (?<!\\)\| /).map((cell) => cell.trim()))

const codeSpans = (text: string): readonly string[] => [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)

describe('docs/troubleshooting.md', () => {
  it('knows the error classes of all packages', () => {
    expect(errors.map(([name]) => name).sort()).toEqual([
      'AuthorizationError',
      'CallbackServerError',
      'CimdError',
      'ConfigError',
      'DiscoveryError',
      'GuardedFetchError',
      'KeyringError',
      'PkceError',
      'TokenStoreError',
    ])
  })

  it.each(errors)('names every code of %s, and no other', async (name, codes) => {
    const [, table = ''] = (await read('docs/troubleshooting.md')).split('\n## Error codes\n')
    const rows = rowsOf(table)
    const first = rows.findIndex(([cell]) => cell === `\`${name}\``)
    const next = rows.findIndex(([cell], index) => index > first && cell !== '')
    const named = rows.slice(first, next < 0 ? undefined : next).flatMap(([, cell = '']) => codeSpans(cell))
    expect(first).toBeGreaterThanOrEqual(0)
    expect([...named].sort()).toEqual([...new Set(codes)].sort())
  })

  it('names every exit code of the CLI, and no other', async () => {
    const [, rest = ''] = (await read('docs/troubleshooting.md')).split('\n## Exit codes of the CLI\n')
    const codes = rowsOf(rest.split('\n## ')[0] ?? '').map(([code]) => Number(code))
    expect(codes.filter((code) => !Number.isNaN(code))).toEqual(Object.values(exitCodes))
  })

  it('quotes messages that the program has', async () => {
    // A text that is too long for a line is joined by "+".
    const program = sources.map(([, source]) => source.replace(/['`] \+\s*['`]/g, '')).join('\n')
    const quotes = [...(await read('docs/troubleshooting.md')).matchAll(/^> (.+)$/gm)].map(([, quote = '']) => quote)
    expect(quotes.length).toBeGreaterThan(20)
    const variable =
      /https?:[^\s,]*[\w/]|[\w.-]+\.yaml:\d+: [\w.]+:|"[^"]*"|'…'|…|[A-Z_]{5,}|xdg-open|(?<=fast-agent )config|127\.0\.0\.1|\d+/
    const wordings = quotes.flatMap((quote) => quote.split(variable)).flatMap((part) => part.split(/(?<=[.:?,]) /))
    const parts = wordings.map((part) => part.replace(/^[^A-Za-z]+|[^A-Za-z]+$/g, ''))
    const lost = parts.filter((part) => part.length > 12 && !program.includes(part))
    expect(lost).toEqual([])
  })
})

describe('docs/from-fast-agent.md', () => {
  it('names every setting of the auth block', async () => {
    const keys = [...new Set(authOptions.map(({ key }) => `\`${key.split('.')[0]}\``))]
    expect(keys.length).toBeGreaterThan(10)
    const cells = rowsOf(await read('docs/from-fast-agent.md')).map(([cell]) => cell)
    expect(keys.filter((key) => !cells.includes(key))).toEqual([])
  })
})

describe('docs/events.md', () => {
  it('names every event', async () => {
    const files = [
      'packages/flow/src/events.ts',
      'packages/discovery/src/notice.ts',
      'packages/callback-server/src/callback-event.ts',
      'packages/mcp/src/with-tokens-options.ts',
      'packages/fast-agent-auth/src/auth-event.ts',
    ]
    const unions = await Promise.all(
      files.map(async (file) =>
        [...(await read(file)).matchAll(/readonly type: '([a-z_]+)'/g)].map(([, type]) => type),
      ),
    )
    expect(files.filter((_, index) => unions[index]?.length === 0)).toEqual([])
    const types = unions.flat()
    const text = await read('docs/events.md')
    expect(types.filter((type) => !text.includes(`\`${type}\``))).toEqual([])
  })

  it('shows an interface that draws a sign-in', async () => {
    const example = await read('e2e/examples/own-ui.ts')
    expect(await read('docs/events.md')).toContain(`\`\`\`ts\n${example}\`\`\``)
    const mock = createMockServer()
    const network = setupServer(...mock.handlers)
    network.listen({ onUnhandledFrame: 'error' })
    onTestFinished(() => network.close())
    const shown: string[] = []
    const onEvent = drawSignIn((text) => void shown.push(text))
    const options = { store: memoryTokenStore(), redirect: { port: 0 }, openBrowser: mock.openBrowser, onEvent }
    await createAuth('https://mcp.example.com/mcp', options).login()
    expect(shown).toEqual([
      expect.stringMatching(/^auth\.example\.com asks you for mcp:read mcp:write: https:/),
      'Waiting for your browser…',
      'Fetching the tokens…',
      'Signed in to https://mcp.example.com/mcp',
    ])
  })
})

/** The anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')

/** The words of a command line, without quotes. A placeholder such as `<server>` is a word like any other. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/"([^"]*)"|'([^']*)'|\S+/g)].map(([word, double, single]) => double ?? single ?? word)

/** The program, with commands that do nothing. */
function idleProgram(): ReturnType<typeof createProgram> {
  const terminal = { isTTY: false, write() {} }
  const stdin = {
    isTTY: false,
    readLine: async () => undefined,
    readPasted: async () => undefined,
    readAll: async () => '',
  }
  const unused = (): never => {
    throw new Error('A command line is only read.')
  }
  const program = createProgram({
    argv: [],
    version: '0.0.0',
    invocation: 'fast-agent-auth',
    stdin,
    stdout: terminal,
    stderr: terminal,
    live: { works: false, show: unused, clear: unused, above: unused },
    env: {},
    cwd: '/',
    home: undefined,
    surroundings: { platform: 'linux', user: unused, host: unused, isContainer: unused },
    signal: new AbortController().signal,
    now: unused,
    patience: 0,
    selectStore: unused,
  })
  const idle = ({ commands }: Pick<typeof program, 'commands'>): void => {
    for (const command of commands) {
      idle(command)
      if (command.commands.length === 0) command.action(() => {})
    }
  }
  idle(program)
  return program
}

const linking = [...documents, 'docs/architecture.md', 'README.md']

const files = globSync(['*.ts', '{packages,apps,e2e,benchmarks,scripts}/**/*.{ts,json}'], {
  cwd: fileURLToPath(root),
  exclude: (path) => /node_modules|dist$/.test(path),
}).map((path) => path.replaceAll('\\', '/'))

/** Whether a file is at a path, or at one that ends like it. */
const isNamed = (file: string, name: string): boolean =>
  new RegExp(`^(.*/)?${name.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`).test(file)

describe('the documents', () => {
  it.each(linking)('%s links only to what is there', async (document) => {
    const links = [...(await read(document)).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)]
    for (const [, path = '', anchor] of links) {
      const target = path === '' ? new URL(document, root) : new URL(path, new URL(document, root))
      await expect(readdir(target).catch(() => readFile(target))).resolves.toBeTruthy()
      if (anchor === undefined) continue
      const headings = [...(await readFile(target, 'utf8')).matchAll(/^#+ (.+)$/gm)].map(([, text = '']) => text)
      expect(headings.map(anchorOf)).toContain(anchor)
    }
  })

  it('docs/architecture.md names only files that are there, and none by a name that another has too', async () => {
    const text = (await read('docs/architecture.md')).replace(/\[[^\]]*\]\([^)]*\)/g, '')
    const names = codeSpans(text).filter((code) => /^[\w./*-]+\.(ts|json)$/.test(code))
    expect(names.length).toBeGreaterThan(20)
    const found = names.map((name) => [name, files.filter((file) => isNamed(file, name)).length] as const)
    expect(found.filter(([name, count]) => (name.includes('*') ? count === 0 : count !== 1))).toEqual([])
  })

  it.each(['docs/troubleshooting.md', 'docs/security.md', 'docs/from-fast-agent.md'])(
    '%s names only command lines that the CLI takes',
    async (document) => {
      const text = await read(document)
      const lines = [...codeSpans(text), ...text.split('\n')].filter((line) => line.startsWith('fast-agent-auth '))
      expect(lines.length).toBeGreaterThan(1)
      for (const line of lines) {
        const [, ...argv] = wordsOf(line.replace(/ +#.*/, '').replaceAll('\\|', '|'))
        await expect(idleProgram().parseAsync(withoutAliases(argv), { from: 'user' }), line).resolves.toBeDefined()
      }
    },
  )

  it.each(documents)('%s names only options that the CLI has', async (document) => {
    const help = sources.map(([, source]) => source).join('\n')
    const foreign = ['--endpoint', '--resource', '--auth', '--url', '--network', '--platform', '--use-system-ca']
    const commands = codeSpans(await read(document)).filter((code) => !code.startsWith('deno '))
    const options = commands.flatMap((code) => code.match(/(?<=^|[ `])--[a-z-]+/g) ?? [])
    expect(
      options.filter(
        (option) => !foreign.includes(option) && !help.includes(`${option} `) && !help.includes(`${option}'`),
      ),
    ).toEqual([])
  })
})
