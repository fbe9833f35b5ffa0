import { expect, it } from 'vitest'
import { configurationLine } from '../src/status/configuration-line.ts'
import { folderWith } from './support/files.ts'
import { runHere } from './support/world.ts'

const nothing = { files: [], leftOut: [], missing: [], folders: [], servers: [], warnings: [] }
const world = { cwd: '/people/me/job/project', home: '/people/me' }
const folders = ['/people/me/job/project', '/people/me/job']

it.each([
  [
    'what was read, and what was not found where',
    { files: ['/people/me/job/project/fast-agent.yaml'], missing: ['.mcp.json'], folders },
    'Configuration: fast-agent.yaml. Not found here or above, up to ~/job: .mcp.json.',
  ],
  [
    'files above, and elsewhere',
    { files: ['/people/me/job/.mcp.json', '/etc/agent.yaml'], missing: [], folders },
    'Configuration: ~/job/.mcp.json and /etc/agent.yaml.',
  ],
  [
    'that there is none',
    { missing: ['fast-agent.yaml', '.mcp.json', '.vscode/mcp.json'], folders: folders.slice(0, 1) },
    'Configuration: none. Not found here: fast-agent.yaml, .mcp.json and .vscode/mcp.json.',
  ],
  [
    'what was left out, which is not missing',
    { leftOut: ['/people/me/job/.mcp.json'], missing: ['fast-agent.yaml', '.mcp.json'], folders },
    'Configuration: none. Left out: ~/job/.mcp.json. Not found here or above, up to ~/job: fast-agent.yaml.',
  ],
  [
    'the environment',
    {
      servers: [
        {
          name: 'x',
          file: 'environment',
          line: undefined,
          settings: { name: 'x', transport: 'http', headers: {} } as const,
        },
      ],
    },
    'Configuration: the environment.',
  ],
])('tells %s', (_, config, line) => {
  expect(configurationLine({ ...nothing, ...config }, world)).toBe(line)
})

it.each([
  [['status'], 'Configuration: fast-agent.yaml. Not found here: .mcp.json and .vscode/mcp.json.'],
  [['status', 'x'], 'Configuration: fast-agent.yaml. Not found here: .mcp.json and .vscode/mcp.json.'],
  [['status', '-c', 'other.yaml'], 'Configuration: other.yaml.'],
])('%j ends with the configuration that was read', async (argv, line) => {
  const yaml = 'mcp: { servers: { x: { url: "https://x.example" } } }'
  const cwd = await folderWith({ 'fast-agent.yaml': yaml, 'other.yaml': yaml })
  const { stdout } = await runHere(argv, { cwd })
  expect(stdout.trimEnd().split('\n').at(-1)).toBe(line)
})

it('is in JSON too', async () => {
  const cwd = await folderWith({ 'fast-agent.yaml': 'servers: {}' })
  const { config } = JSON.parse((await runHere(['status', '--json'], { cwd })).stdout)
  expect(config).toMatchObject({ leftOut: [], missing: ['.mcp.json', '.vscode/mcp.json'], folders: [cwd] })
  expect(config.warnings).toEqual([
    'fast-agent.yaml:1: servers: This is not read here. Write it as `mcp: { servers: { … } }`.',
  ])
})
