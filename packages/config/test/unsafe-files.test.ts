import type { Stats } from 'node:fs'
import { mkdir, rename, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { readConfig } from '../src/index.ts'
import { failure, folderWith, serverYaml } from './world.ts'

/** There no modes tell of strangers; that they are not asked for is tried elsewhere. */
const isWindows = process.platform === 'win32'

type Look = Partial<Pick<Stats, 'uid' | 'gid' | 'mode'>>

/** A status of a path that replaces the true one, for the opened file alone or always. */
const { looks, links, opened, readOnly, lists } = vi.hoisted(() => ({
  looks: new Map<string, Look>(),
  links: new Map<string, Look>(),
  opened: new Map<string, Look>(),
  readOnly: new Set<string>(),
  lists: new Map<string, string>(),
}))

vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>()
  const ownerOf = (path: string) => (path.includes('config-test-') ? { uid: 1000, gid: 1000 } : { uid: 0, gid: 0 })
  const disguised = (path: unknown, stats: Stats, also: Map<string, Look> = new Map()): Stats =>
    Object.assign(stats, ownerOf(String(path)), looks.get(String(path)), also.get(String(path)))
  return {
    ...real,
    statSync: (path: string) => disguised(path, real.statSync(path)),
    lstatSync(path: string, options?: { readonly throwIfNoEntry: false }) {
      const stats = real.lstatSync(path, options)
      return stats && disguised(path, stats, links)
    },
    readFileSync(path: string, encoding: 'utf8') {
      if (!path.startsWith('/etc/')) return real.readFileSync(path, encoding)
      const text = lists.get(path)
      if (text === undefined) throw Object.assign(new Error('ENOENT'), { code: 'ENOENT' })
      return text
    },
    accessSync(path: string, mode: number) {
      if (readOnly.has(path)) throw Object.assign(new Error('EROFS'), { code: 'EROFS' })
      real.accessSync(path, mode)
    },
    promises: {
      ...real.promises,
      async open(path: string) {
        const handle = await real.promises.open(path)
        const stats = await handle.stat()
        return Object.assign(handle, { stat: async () => disguised(path, stats, opened) })
      },
    },
  }
})

beforeEach(() => {
  for (const known of [looks, links, opened, readOnly]) known.clear()
  lists.set('/etc/passwd', 'root:x:0:0::/root:/bin/sh\nme:x:1000:1000::/home/me:/bin/sh\n')
  lists.set('/etc/group', 'root:x:0:\nme:x:1000:\nusers:x:100:\n')
  vi.spyOn(process, 'geteuid').mockReturnValue(1000)
  vi.spyOn(process, 'getegid').mockReturnValue(1000)
})

const yaml = serverYaml('url: https://mcp.example.com/mcp')
const json = '{ "mcpServers": {} }'
const copy = 'If you trust it, copy it to a folder that only you can write to.'

/** Of `project` in a folder with these files, where others may own or write what `looks` tells of paths in it. */
async function inProject(files: Readonly<Record<string, string>>, others: Readonly<Record<string, Look>> = {}) {
  const home = await folderWith({ 'project/x': '', ...files })
  for (const [path, look] of Object.entries(others)) looks.set(join(home, path), look)
  return { home, cwd: join(home, 'project'), env: {} }
}

const foreign = { uid: 1001 }
const strangers: readonly (readonly [string, string, Look, string])[] = [
  ['that belongs to another user', 'file', foreign, `it belongs to another user (1001). ${copy}`],
  [
    'that everyone can write to',
    'file',
    { mode: 0o100646 },
    'everyone can write to it. On a file system with modes, forbid that with `chmod go-w FILE`.',
  ],
  [
    'that a group can write to',
    'file',
    { mode: 0o100664, gid: 50 },
    'the group 50 can write to it. On a file system with modes, forbid that with `chmod go-w FILE`.',
  ],
  ['in a folder of another user', 'folder', foreign, `the folder FOLDER belongs to another user (1001). ${copy}`],
  [
    'in a folder that everyone can write to',
    'folder',
    { mode: 0o40777 },
    'everyone can write to the folder FOLDER. On a file system with modes, forbid that with `chmod go-w FOLDER`.',
  ],
  [
    'in a folder that a group can write to',
    'folder',
    { mode: 0o42775, gid: 50 },
    'the group 50 can write to the folder FOLDER. On a file system with modes, forbid that with `chmod go-w FOLDER`.',
  ],
  [
    'in the folder for temporary files',
    'folder',
    { mode: 0o41777, uid: 0 },
    `everyone can write to the folder FOLDER. ${copy}`,
  ],
  ['of root that everyone can write to', 'file', { mode: 0o100666, uid: 0 }, `everyone can write to it. ${copy}`],
]

const names = [
  'project/fast-agent.yaml',
  'project/fast-agent.secrets.yaml',
  'project/.fast-agent/fast-agent.yaml',
  'project/.mcp.json',
  'project/.vscode/mcp.json',
  'fast-agent.yaml',
  '.mcp.json',
]
/** From such a folder above nobody looks on. */
const isShared = (name: string, look: Look): boolean =>
  dirname(name) === '.' && look.mode !== undefined && (look.mode & 0o40002) === 0o40002
const cases = names.flatMap((name) =>
  strangers.filter(([, , look]) => !isShared(name, look)).map((row) => [name, ...row] as const),
)

describe.skipIf(isWindows)('what others own or can write is not read (H102)', () => {
  it.each(cases)('%s %s', async (name, _, what, look, reason) => {
    const where = what === 'file' ? name : dirname(name)
    const options = await inProject({ [name]: name.endsWith('.json') ? json : yaml }, { [where]: look })
    const file = join(options.home, name)
    const words = reason.replaceAll('FILE', file).replaceAll('FOLDER', dirname(file))
    const shown = file.startsWith(options.cwd) ? file.slice(options.cwd.length + 1) : file
    expect(await readConfig(options)).toMatchObject({
      files: [],
      leftOut: [file],
      servers: [],
      warnings: [{ message: `${shown}: This file is not read: ${words}`, file }],
    })
  })
})

describe.skipIf(isWindows)('a file is believed', () => {
  it.each<[string, Look, Look]>([
    ['of the person', { mode: 0o100644 }, { mode: 0o40755 }],
    ['of root', { uid: 0, gid: 0 }, { uid: 0, gid: 0 }],
    ['of a user with a group of one, to which it is open', { mode: 0o100664 }, { mode: 0o42775 }],
  ])('%s', async (_, file, folder) => {
    const options = await inProject(
      { 'project/fast-agent.yaml': yaml },
      { 'project/fast-agent.yaml': file, project: folder },
    )
    expect(await readConfig(options)).toMatchObject({ files: [join(options.cwd, 'fast-agent.yaml')], warnings: [] })
  })

  it('on a disk that nobody can write to, whatever its mode', async () => {
    const options = await inProject({ 'project/fast-agent.yaml': yaml }, { project: { mode: 0o40777, uid: 0 } })
    readOnly.add(options.cwd)
    expect((await readConfig(options)).warnings).toEqual([])
    looks.set(options.cwd, { uid: 1001 })
    expect((await readConfig(options)).warnings).toHaveLength(1)
  })

  it.each<[string, { readonly userId: number; readonly groupId: number }, string, string, number]>([
    [
      'of a user whose group has another number',
      { userId: 1001, groupId: 1002 },
      'me:x:1001:1002::/:/bin/sh',
      'me:x:1002:',
      1001,
    ],
    [
      'of root, by a user in the group of root',
      { userId: 1000620000, groupId: 0 },
      'root:x:0:0::/root:/bin/sh',
      'root:x:0:',
      0,
    ],
  ])('open to a group in which nobody else is: %s (H103)', async (_, { userId, groupId }, passwd, group, uid) => {
    vi.mocked(process.geteuid as () => number).mockReturnValue(userId)
    vi.mocked(process.getegid as () => number).mockReturnValue(groupId)
    lists.set('/etc/passwd', `${passwd}\n`)
    lists.set('/etc/group', `${group}\n`)
    const look = { uid, gid: groupId }
    const options = await inProject(
      { 'project/fast-agent.yaml': yaml },
      { 'project/fast-agent.yaml': { ...look, mode: 0o100664 }, project: { ...look, mode: 0o42775 }, '.': look },
    )
    expect(await readConfig(options)).toMatchObject({ files: [join(options.cwd, 'fast-agent.yaml')], warnings: [] })
  })

  it.each<[string, () => void]>([
    ['another user is in', () => lists.set('/etc/group', 'me:x:1000:attacker\n')],
    ['is the group of another user too', () => lists.set('/etc/passwd', 'me:x:1000:1000:::\no:x:1001:1000:::\n')],
    ['is in no list', () => lists.set('/etc/group', 'root:x:0:\n')],
    ['nobody lists', () => lists.clear()],
  ])('not where a group can write to it that %s (H103)', async (_, change) => {
    change()
    const options = await inProject({ 'project/fast-agent.yaml': yaml }, { project: { mode: 0o42775 } })
    const message = `fast-agent.yaml: This file is not read: the group 1000 can write to the folder ${options.cwd}. On a file system with modes, forbid that with \`chmod go-w ${options.cwd}\`.`
    expect((await readConfig(options)).warnings).toMatchObject([{ message }])
  })

  it('without a look at who there is, where no group can write to it', async () => {
    const options = await inProject({ 'project/fast-agent.yaml': yaml })
    const asked = vi.spyOn(lists, 'get')
    expect((await readConfig(options)).files).toHaveLength(1)
    expect(asked).not.toHaveBeenCalled()
    asked.mockRestore()
  })

  it('on Windows, where no numbers say whose it is', async () => {
    const others = { 'project/fast-agent.yaml': { uid: 1001 }, project: { mode: 0o40777 } }
    const options = await inProject({ 'project/fast-agent.yaml': yaml }, others)
    vi.stubGlobal('process', Object.create(process, { geteuid: { value: undefined }, getegid: { value: undefined } }))
    expect((await readConfig(options)).warnings).toEqual([])
  })

  it('not because its group has the number of the user, where that is not the group of the user', async () => {
    vi.mocked(process.getegid as () => number).mockReturnValue(100)
    const options = await inProject({ 'project/fast-agent.yaml': yaml }, { project: { mode: 0o40775, gid: 1000 } })
    expect((await readConfig(options)).warnings).toMatchObject([{ message: expect.stringContaining('the group 1000') }])
  })

  it('not by root, where it belongs to a user', async () => {
    vi.mocked(process.geteuid as () => number).mockReturnValue(0)
    const options = await inProject({ 'project/fast-agent.yaml': yaml })
    expect((await readConfig(options)).warnings).toMatchObject([
      { message: expect.stringContaining('it belongs to another user (1000)') },
    ])
  })
})

describe.skipIf(isWindows)('a folder above that of a file', () => {
  it.each<[string, Look]>([
    ['that everyone can write to', { mode: 0o40777 }],
    ['that a group can write to', { mode: 0o42775, gid: 50, uid: 0 }],
    ['of another user', { mode: 0o40755, uid: 1001 }],
    ['that everyone can write to, of an owner without a name', { mode: 0o40777, uid: 65_534 }],
  ])('makes it unsafe: %s (H104)', async (_, look) => {
    const options = await inProject({ 'project/fast-agent.yaml': yaml, 'project/my.yaml': yaml }, { '.': look })
    const said = expect.stringMatching(new RegExp(`the folder ${options.home}(\\.| belongs to another user)`))
    expect(await readConfig(options)).toMatchObject({ files: [], warnings: [{ message: said }] })
    expect(await failure(readConfig({ ...options, path: 'my.yaml' }))).toMatchObject({ message: said })
  })

  it.each<[string, string, Look]>([
    ['that is sticky', '.', { mode: 0o41777, uid: 0 }],
    ['that is sticky and open to a group', '.', { mode: 0o41775, uid: 0, gid: 50 }],
    ['of an owner without a name, as in a container', '../..', { mode: 0o40755, uid: 65_534 }],
  ])('does not, where only its owner and root exchange what is in it: %s (H104)', async (_, path, look) => {
    const options = await inProject({ 'project/fast-agent.yaml': yaml }, { [path]: look })
    expect(await readConfig(options)).toMatchObject({ files: [join(options.cwd, 'fast-agent.yaml')], warnings: [] })
  })

  it('does not on Android, where it belongs to the system', async () => {
    const options = await inProject({ 'project/fast-agent.yaml': yaml }, { '.': { mode: 0o40771, uid: 1001 } })
    vi.stubGlobal('process', Object.create(process, { platform: { value: 'android' } }))
    expect((await readConfig(options)).warnings).toEqual([])
  })

  it.each<[string, Look, Look]>([
    ['everyone can write to', { mode: 0o40777 }, {}],
    ['is sticky, where the link is of another user', { mode: 0o41777, uid: 0 }, { uid: 1001 }],
  ])('makes it unsafe where a link among the folders lies in one that %s (H104)', async (_, look, owner) => {
    const options = await inProject({ 'there/sub/my.yaml': yaml, 'between/x': '' }, { between: look })
    const link = join(options.home, 'between/hop')
    await symlink('../there', link)
    links.set(link, owner)
    expect(await failure(readConfig({ ...options, path: join(link, 'sub/my.yaml') }))).toMatchObject({
      message: expect.stringContaining(`everyone can write to the folder ${join(options.home, 'between')}.`),
    })
  })
})

describe.skipIf(isWindows)('in a sticky folder that a group can write to, as of Nix', () => {
  const linked = async (folder: Look, owner: Look) => {
    const options = await inProject({ 'store/1-mcp.json': json }, { store: folder, 'store/1-mcp.json': { uid: 0 } })
    links.set(join(options.home, 'store/1-mcp.json'), owner)
    await symlink(join(options.home, 'store/1-mcp.json'), join(options.cwd, '.mcp.json'))
    return readConfig(options)
  }
  const store = { mode: 0o41775, uid: 0, gid: 50 }

  it('a file of root is believed (H105)', async () => {
    expect(await linked(store, { uid: 0 })).toMatchObject({ files: [expect.any(String)], warnings: [] })
  })

  it.each<[string, Look, Look]>([
    ['a name that belongs to another user', store, { uid: 1001 }],
    ['a file, where everyone can write to the folder,', { ...store, mode: 0o41777 }, { uid: 0 }],
    ['a file, where the folder is not sticky,', { ...store, mode: 0o40775 }, { uid: 0 }],
  ])('%s is not (H105)', async (_, folder, owner) => {
    expect(await linked(folder, owner)).toMatchObject({
      files: [],
      warnings: [{ message: expect.stringMatching(/can write to the folder .*store\. If you trust it, copy it/) }],
    })
  })
})

describe.skipIf(isWindows)('a file that is not believed', () => {
  it('is as good as none: the next one is read, and two are not ambiguous', async () => {
    const files = {
      'fast-agent.yaml': yaml,
      'project/fast-agent.yaml': 'no: [ yaml',
      'project/fastagent.config.yaml': '',
      '.mcp.json': json,
      'project/.mcp.json': 'no json',
    }
    const options = await inProject(files, { project: foreign })
    const { files: read, warnings } = await readConfig(options)
    expect(read).toEqual(['fast-agent.yaml', '.mcp.json'].map((name) => join(options.home, name)))
    expect(warnings.map(({ file }) => file?.slice(options.cwd.length + 1))).toEqual([
      'fast-agent.yaml',
      'fastagent.config.yaml',
      '.mcp.json',
    ])
  })

  it('and its folder are told of in one warning, with one command for both', async () => {
    const options = await inProject(
      { "it's/x y.yaml": yaml },
      { "it's/x y.yaml": { mode: 0o100666 }, "it's": { mode: 0o40777 } },
    )
    const folder = `'${options.home}/it'\\''s`
    expect((await failure(readConfig({ ...options, path: "../it's/x y.yaml" }))).message).toBe(
      `../it's/x y.yaml: This file is not read: everyone can write to it. On a file system with modes, forbid that with \`chmod go-w ${folder}/x y.yaml' ${folder}'\`.`,
    )
  })

  it.each(strangers)('is an error where it was named: %s (H102)', async (_, what, look) => {
    const options = await inProject(
      { 'project/my.yaml': yaml },
      { [what === 'file' ? 'project/my.yaml' : 'project']: look },
    )
    expect(await failure(readConfig({ ...options, path: 'my.yaml' }))).toMatchObject({
      code: 'unsafe_file',
      file: join(options.cwd, 'my.yaml'),
      message: expect.stringMatching(/^my\.yaml: This file is not read: .*(copy it|`chmod go-w)/),
    })
  })

  it('is left out beside one that was named', async () => {
    const files = { 'project/my.yaml': yaml, 'project/fastagent.secrets.yaml': serverYaml('access_token: a') }
    const options = await inProject(files, { 'project/fastagent.secrets.yaml': foreign })
    expect(await readConfig({ ...options, path: 'my.yaml' })).toMatchObject({
      files: [join(options.cwd, 'my.yaml')],
      servers: [{ settings: { headers: {} } }],
      warnings: [{ message: expect.stringMatching(/^fastagent\.secrets\.yaml: .*another user/) }],
    })
  })

  it('is the one that was opened, whatever was there when it was found (H102)', async () => {
    const options = await inProject({ 'project/fast-agent.yaml': yaml })
    opened.set(join(options.cwd, 'fast-agent.yaml'), foreign)
    expect(await failure(readConfig(options))).toMatchObject({ code: 'unsafe_file' })
  })
})

describe.skipIf(isWindows)('a link to a file is believed only where each of these is (H102)', () => {
  const link = async (others: Readonly<Record<string, Look>>) => {
    const options = await inProject({ 'there/real.yaml': yaml, 'between/x': '' }, others)
    await symlink(join(options.home, 'there/real.yaml'), join(options.home, 'between/hop.yaml'))
    await symlink('../between/hop.yaml', join(options.cwd, 'fast-agent.yaml'))
    return options
  }

  it('all of them', async () => {
    expect((await readConfig(await link({}))).files).toHaveLength(1)
  })

  it.each<[string, string]>([
    ['its folder', 'project'],
    ['the folder of a link on the way', 'between'],
    ['the folder of the file', 'there'],
  ])('%s', async (_, where) => {
    const options = await link({ [where]: { mode: 0o40777 } })
    expect((await readConfig(options)).warnings).toMatchObject([
      { message: expect.stringContaining(`everyone can write to the folder ${join(options.home, where)}.`) },
    ])
  })

  it('the file', async () => {
    const options = await link({})
    looks.set(join(options.cwd, 'fast-agent.yaml'), foreign)
    expect((await readConfig(options)).files).toEqual([])
  })

  it.each(['.vscode', '.fast-agent'])('the folder of %s, where that is the link', async (name) => {
    const options = await inProject(
      { [`project/${name}/mcp.json`]: json, [`project/${name}/fast-agent.yaml`]: yaml },
      { project: { mode: 0o41777, uid: 0 } },
    )
    await mkdir(join(options.home, 'own'))
    await rename(join(options.cwd, name), join(options.home, 'own', name))
    await symlink(join(options.home, 'own', name), join(options.cwd, name))
    const { files, warnings } = await readConfig(options)
    expect(files).toEqual([])
    expect(warnings).toMatchObject([{ message: expect.stringContaining(`the folder ${options.cwd}.`) }])
  })
})

it.skipIf(isWindows)('a device may be named, since its mode does not say what comes out of it', async () => {
  looks.set('/dev/null', { mode: 0o20666, uid: 0 })
  expect((await readConfig({ path: '/dev/null', env: {} })).servers).toEqual([])
})
