import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { runHere } from '../../apps/cli/test/support/world.ts'

/** The programs that were started, by any function of `node:child_process`. */
const { started } = vi.hoisted(() => ({ started: [] as unknown[][] }))

vi.mock('node:child_process', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:child_process')>()
  const start = (...args: unknown[]): never => {
    started.push(args)
    throw new Error('A program was started.')
  }
  const names = ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync'] as const
  const replaced = Object.fromEntries(names.map((name) => [name, start]))
  // The module itself too, as `process.getBuiltinModule` gives it.
  Object.assign(process.getBuiltinModule('node:child_process'), replaced)
  return { ...original, ...replaced }
})

beforeEach(() => void started.splice(0))

const program = { command: '/bin/sh', args: ['-c', 'calc'], env: { A: 'b' }, envFile: '/etc/passwd', cwd: '/' }
const evaluated = ['$(calc)', '`calc`', ';calc;', '|calc', '&calc&', '!calc', '%ComSpec% /c calc']

const hostile: readonly (readonly [name: string, file: string, servers: Record<string, object>])[] = [
  ['a server that is a program', 'fast-agent.yaml', { calculator: program }],
  ['a target that is a program', 'fast-agent.yaml', { calculator: { target: 'npx -y @evil/server' } }],
  ['a program beside a URL', 'fast-agent.yaml', { calculator: { ...program, url: 'https://mcp.example.com/mcp' } }],
  ['a program in .mcp.json', '.mcp.json', { calculator: { type: 'stdio', ...program } }],
  [
    'a program of VS Code',
    '.vscode/mcp.json',
    { calculator: { type: 'stdio', ...program, dev: { watch: '**', debug: {} } } },
  ],
  [
    'a command for headers',
    '.mcp.json',
    { calculator: { url: 'https://mcp.example.com/mcp', headersHelper: '/bin/calc' } },
  ],
  ...evaluated.map(
    (text) =>
      [
        `what a shell would evaluate, ${text}`,
        '.mcp.json',
        {
          calculator: { url: `https://mcp.example.com/${text}`, headers: { 'x-api-key': text } },
          [text]: { command: text },
        },
      ] as const,
  ),
]

it.each(hostile)('starts nothing of %s (V12)', async (_, file, servers) => {
  const folder = await mkdtemp(join(tmpdir(), 'config-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await mkdir(dirname(join(folder, file)), { recursive: true })
  const content = file === '.mcp.json' ? { mcpServers: servers } : file === '.vscode/mcp.json' ? { servers } : undefined
  // JSON is YAML.
  await writeFile(join(folder, file), JSON.stringify(content ?? { mcp: { servers } }))
  for (const argv of [['status'], ['token', 'calculator'], ['clear', 'calculator', '--yes']]) {
    const { stdout, stderr } = await runHere(argv, { cwd: folder, env: {} })
    // It was read, or this would show nothing.
    expect(stdout + stderr).toContain('calculator')
  }
  expect(started).toEqual([])
})
