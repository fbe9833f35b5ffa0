import { chmod, mkdir, symlink } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { type Config, type ReadConfigOptions, readConfig } from '../src/index.ts'
import { type Files, failure, folderWith, serverYaml } from './world.ts'

vi.mock('node:os', async (original) => ({ ...(await original<typeof import('node:os')>()), homedir: vi.fn() }))

/** A configuration of which the server's URL tells where it was. */
const at = (place: string): string => serverYaml(`url: https://${place}.example`)
const json = (key: string, name: string): string => JSON.stringify({ [key]: { [name]: { url: `https://${name}` } } })

/** The files found from `a/b` of a folder with these files, with another home folder. */
async function found(files: Files, options: ReadConfigOptions = {}): Promise<readonly string[]> {
  const folder = await folderWith(files)
  await mkdir(join(folder, 'a', 'b'), { recursive: true })
  const config = await readConfig({ cwd: join(folder, 'a', 'b'), home: '/nowhere', env: {}, ...options })
  return relative(config, folder)
}

function relative({ files }: Config, folder: string): readonly string[] {
  return files.map((file) => file.slice(folder.length + 1))
}

describe('a configuration', () => {
  it.each([
    ['in the current folder', { 'a/b/fast-agent.yaml': '' }, ['a/b/fast-agent.yaml']],
    ['by its second name', { 'a/b/fast-agent.config.yaml': '' }, ['a/b/fast-agent.config.yaml']],
    ['by its third name', { 'a/b/fastagent.config.yaml': '' }, ['a/b/fastagent.config.yaml']],
    [
      'in the folder .fast-agent, before the current one',
      { 'a/b/.fast-agent/fast-agent.yaml': '', 'a/b/fast-agent.yaml': '' },
      ['a/b/.fast-agent/fast-agent.yaml'],
    ],
    ['above, in the folder of the repository', { '.git/HEAD': '', 'fast-agent.yaml': '' }, ['fast-agent.yaml']],
    [
      'nearest, on the way to the repository',
      { '.git/HEAD': '', 'fast-agent.yaml': '', 'a/fast-agent.yaml': '' },
      ['a/fast-agent.yaml'],
    ],
    [
      'with the secrets beside it, by either name',
      { 'a/b/fast-agent.yaml': '', 'a/b/fastagent.secrets.yaml': '', 'a/fast-agent.secrets.yaml': '' },
      ['a/b/fastagent.secrets.yaml', 'a/b/fast-agent.yaml'],
    ],
    [
      'that is only secrets, in the current folder',
      { 'a/b/fast-agent.secrets.yaml': '' },
      ['a/b/fast-agent.secrets.yaml'],
    ],
  ])('is found %s', async (_, files, expected) => {
    expect(await found(files)).toEqual(expected)
  })

  it.each([
    ['above, where there is neither a repository nor the home folder', { 'fast-agent.yaml': '', '.mcp.json': '{}' }],
    ['beyond the repository', { 'a/.git/HEAD': '', 'fast-agent.yaml': '', '.vscode/mcp.json': '{}' }],
    ['beyond the current folder, where that is a repository', { 'a/b/.git': '', 'a/fast-agent.yaml': '' }],
    ['in secrets alone, above', { '.git/HEAD': '', 'fast-agent.secrets.yaml': '' }],
    ['by any other name', { 'a/b/fast-agent.yml': '', 'a/b/mcp.json': '{}', 'a/b/config.yaml': '' }],
  ])('is not found %s', async (_, files) => {
    expect(await found(files)).toEqual([])
  })

  it('is found in the home folder, and not beyond', async () => {
    const folder = await folderWith({
      'fast-agent.yaml': '',
      'home/fast-agent.yaml': '',
      'home/.mcp.json': '{}',
      'home/a/b/x': '',
    })
    const config = await readConfig({ cwd: join(folder, 'home/a/b'), home: join(folder, 'home'), env: {} })
    expect(relative(config, folder)).toEqual(['home/fast-agent.yaml', 'home/.mcp.json'])
    const other = await readConfig({ cwd: join(folder, 'home'), home: join(folder, 'home'), env: {} })
    expect(relative(other, folder)).toEqual(['home/fast-agent.yaml', 'home/.mcp.json'])
  })

  it('is found in a home folder that is a link', async () => {
    const folder = await folderWith({ 'home/fast-agent.yaml': '', 'home/a/x': '' })
    await symlink(join(folder, 'home'), join(folder, 'link'))
    const config = await readConfig({ cwd: join(folder, 'home/a'), home: join(folder, 'link'), env: {} })
    expect(relative(config, folder)).toEqual(['home/fast-agent.yaml'])
  })

  it.skipIf(process.platform === 'win32')('is not taken from a folder that everyone can write to', async () => {
    const folder = await folderWith({ '.git/HEAD': '', 'fast-agent.yaml': '', 'a/x': '' })
    await chmod(folder, 0o777)
    expect(await readConfig({ cwd: join(folder, 'a'), home: '/nowhere', env: {} })).toMatchObject({ files: [] })
  })

  it.each([
    ['is an absolute path', (folder: string) => join(folder, 'own')],
    ['is a path from the current folder', () => '../../own'],
  ])('is found in $FAST_AGENT_HOME first, which %s', async (_, home) => {
    const folder = await folderWith({
      'own/fast-agent.yaml': '',
      'a/b/fast-agent.yaml': '',
      'a/b/.fast-agent/fast-agent.yaml': '',
    })
    const config = await readConfig({
      cwd: join(folder, 'a/b'),
      home: '/nowhere',
      env: { FAST_AGENT_HOME: home(folder) },
    })
    expect(relative(config, folder)).toEqual(['own/fast-agent.yaml'])
  })

  it('is found as ever where $FAST_AGENT_HOME is empty', async () => {
    expect(await found({ 'a/b/.fast-agent/fast-agent.yaml': '' }, { env: { FAST_AGENT_HOME: '' } })).toEqual([
      'a/b/.fast-agent/fast-agent.yaml',
    ])
  })

  it('is looked for in the current folder alone where the system knows no home folder', async () => {
    vi.mocked(homedir).mockImplementation(() => {
      throw new Error('ENOENT: no such user')
    })
    const folder = await folderWith({ '.git/HEAD': '', '.mcp.json': '{}', 'a/fast-agent.yaml': '' })
    expect(relative(await readConfig({ cwd: join(folder, 'a'), env: {} }), folder)).toEqual(['a/fast-agent.yaml'])
  })

  it('may be missing, and what was looked for is told, with the folders', async () => {
    const folder = await folderWith({ 'a/.vscode/mcp.json': '{ "servers": {} }' })
    const options = { cwd: join(folder, 'a'), home: folder, env: {} }
    expect(await readConfig(options)).toEqual({
      files: [join(folder, 'a/.vscode/mcp.json')],
      leftOut: [],
      missing: ['fast-agent.yaml', '.mcp.json'],
      folders: [join(folder, 'a'), folder],
      servers: [],
      warnings: [],
    })
    const named = await readConfig({ ...options, path: '.vscode/mcp.json' })
    expect(named).toMatchObject({ missing: [], folders: [] })
  })

  it.each([
    ['config', 'fast-agent.yaml, fastagent.config.yaml', { 'fast-agent.yaml': '', 'fastagent.config.yaml': '' }],
    [
      'secrets',
      'fast-agent.secrets.yaml, fastagent.secrets.yaml',
      { 'fast-agent.yaml': '', 'fast-agent.secrets.yaml': '', 'fastagent.secrets.yaml': '' },
    ],
  ])('is refused where a folder has two %s files', async (kind, names, files: Files) => {
    const folder = await folderWith(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [`.fast-agent/${name}`, text])),
    )
    expect(await failure(readConfig({ cwd: folder, home: folder, env: {} }))).toMatchObject({
      code: 'ambiguous',
      file: join(folder, '.fast-agent'),
      message: `Multiple fast-agent ${kind} files found in .fast-agent: ${names}. Keep one.`,
    })
  })

  it('may lie twice in a folder that is not looked into', async () => {
    const files = {
      '.git/HEAD': '',
      'a/b/fast-agent.yaml': '',
      'a/fast-agent.yaml': '',
      'a/fast-agent.config.yaml': '',
    }
    expect(await found(files)).toEqual(['a/b/fast-agent.yaml'])
  })
})

describe('files of other programs', () => {
  it('are found beside the configuration, each in the nearest folder, and come after it', async () => {
    const files = {
      '.git/HEAD': '',
      'fast-agent.yaml': at('first'),
      '.mcp.json': json('mcpServers', 'far'),
      'a/.mcp.json': json('mcpServers', 'second'),
      '.vscode/mcp.json': json('servers', 'third'),
    }
    const folder = await folderWith({ ...files, 'a/b/x': '' })
    const config = await readConfig({ cwd: join(folder, 'a/b'), home: '/nowhere', env: {} })
    expect(relative(config, folder)).toEqual(['fast-agent.yaml', 'a/.mcp.json', '.vscode/mcp.json'])
    expect(config.servers.map(({ name }) => name)).toEqual(['x', 'second', 'third'])
  })

  it('are not looked for in the folder of fast-agent', async () => {
    expect(await found({ 'a/b/.fast-agent/.mcp.json': '{}' })).toEqual([])
  })
})

describe('a file that is named', () => {
  it('is read, with the secrets beside it and nothing else', async () => {
    const folder = await folderWith({
      'fast-agent.yaml': at('other'),
      '.mcp.json': json('mcpServers', 'other'),
      'sub/my.yaml': at('named'),
      'sub/fast-agent.secrets.yaml': serverYaml('access_token: a'),
    })
    const config = await readConfig({ path: 'sub/my.yaml', cwd: folder, home: folder, env: {} })
    expect(relative(config, folder)).toEqual(['sub/fast-agent.secrets.yaml', 'sub/my.yaml'])
    expect(config.servers).toMatchObject([
      { settings: { url: 'https://named.example', headers: { Authorization: 'Bearer a' } } },
    ])
  })

  it.each([
    ['mcpServers', 'a.json', json('mcpServers', 'x')],
    ['servers', 'a.json', `// comment\n${json('servers', 'x')}`],
    ['mcp', 'a.json', `{ "mcp": ${json('servers', 'x')}, }`],
    ['mcpServers, whatever its name', 'config', json('mcpServers', 'x')],
    ['mcp, whatever its name', 'config', at('x')],
  ])('tells by what is in it what it is: %s', async (_, name, text) => {
    const folder = await folderWith({ [name]: text, 'fast-agent.secrets.yaml': text.startsWith('mcp') ? '{}' : '[' })
    const config = await readConfig({ path: join(folder, name), cwd: folder, env: {} })
    expect(config.servers.map((server) => server.name)).toEqual(['x'])
    expect(config.warnings).toEqual([])
  })

  it.each(['{}', '[]', '', '{ "servres": {} }'])(
    'names no servers where it is JSON like %j, and a warning says so',
    async (text) => {
      const folder = await folderWith({ 'a.json': text })
      expect(await readConfig({ path: 'a.json', cwd: folder, env: {} })).toMatchObject({
        files: [join(folder, 'a.json')],
        servers: [],
        warnings: [
          {
            message: 'a.json: This file names no servers: none of mcpServers, servers and mcp is in it.',
            file: join(folder, 'a.json'),
          },
        ],
      })
    },
  )

  it('may be a secrets file', async () => {
    const folder = await folderWith({ 'fast-agent.secrets.yaml': at('secret') })
    const config = await readConfig({ path: 'fast-agent.secrets.yaml', cwd: folder, env: {} })
    expect(relative(config, folder)).toEqual(['fast-agent.secrets.yaml'])
  })

  it('is shown as it was named where it lies elsewhere', async () => {
    const folder = await folderWith({ 'a/x': '', 'b/my.yaml': at('a b') })
    const { servers } = await readConfig({ path: '../b/my.yaml', cwd: join(folder, 'a'), env: {} })
    expect(servers[0]?.error?.message).toMatch(/^\.\.\/b\/my\.yaml:4: /)
  })
})
