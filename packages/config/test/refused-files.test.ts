import { chmod, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../src/index.ts'
import { failure, folderWith, outcomes, read, readServer, readYaml, serverYaml, settingsOf } from './world.ts'

const url = 'https://mcp.example.com/mcp'
const mebibyte = 1024 * 1024

describe('a file that is refused', () => {
  it.each([
    ['is missing', 'nothing.yaml', 'not_found', 'nothing.yaml: There is no such file. Check the path.'],
    ['would be in a file', 'file.yaml/a', 'not_found', 'file.yaml/a: There is no such file. Check the path.'],
    ['is a folder', 'folder.yaml', 'unreadable', 'folder.yaml: This is a folder where a file is expected.'],
  ])('because it %s is told of', async (_, path, code, message) => {
    const folder = await folderWith({ 'file.yaml': '', 'folder.yaml/x': '' })
    const error = await failure(readConfig({ path, cwd: folder, env: {} }))
    expect(error).toMatchObject({ code, message, file: join(folder, path) })
    expect(error.line).toBeUndefined()
  })

  it.each(['fast-agent.yaml', 'fast-agent.secrets.yaml', '.mcp.json', '.vscode/mcp.json'])(
    'because %s is a folder is told of, where it was found',
    async (name) => {
      expect(await failure(read({ [`${name}/x`]: '' }))).toMatchObject({
        code: 'unreadable',
        message: `${name}: This is a folder where a file is expected.`,
      })
    },
  )

  it('because it is a link that leads nowhere is told of', async () => {
    const folder = await folderWith()
    await symlink(join(folder, 'nothing'), join(folder, 'fast-agent.yaml'))
    expect(await failure(readConfig({ cwd: folder, home: folder, env: {} }))).toMatchObject({ code: 'not_found' })
  })

  it('because it is a link to itself is told of', async () => {
    const folder = await folderWith()
    await symlink(join(folder, 'fast-agent.yaml'), join(folder, 'fast-agent.yaml'))
    expect(await failure(readConfig({ cwd: folder, home: folder, env: {} }))).toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('fast-agent.yaml: This file cannot be read (ELOOP).'),
    })
  })

  it.skipIf(process.platform === 'win32')('because it is a device is told of, and not waited for', async () => {
    const folder = await folderWith()
    await symlink('/dev/zero', join(folder, 'fast-agent.yaml'))
    expect(await failure(readConfig({ cwd: folder, home: folder, env: {} }))).toMatchObject({
      code: 'unreadable',
      message: 'fast-agent.yaml: This is a device where a file is expected.',
    })
  })

  it.skipIf(process.platform === 'win32')('because it never ends is told of, where it is named', async () => {
    expect(await failure(readConfig({ path: '/dev/zero', env: {} }))).toMatchObject({ code: 'too_large' })
  })

  it.skipIf(process.platform === 'win32')('because nobody may read it is told of', async () => {
    const folder = await folderWith({ 'fast-agent.yaml': '' })
    await chmod(folder, 0o755)
    await chmod(join(folder, 'fast-agent.yaml'), 0)
    // The superuser may read everything.
    const isRoot = process.getuid?.() === 0
    if (isRoot) process.seteuid?.(65_534)
    try {
      expect(await failure(readConfig({ cwd: folder, home: folder, env: {} }))).toMatchObject({
        code: 'unreadable',
        message: expect.stringContaining('You may not read this file'),
      })
    } finally {
      if (isRoot) process.seteuid?.(0)
    }
  })

  it('because it has more than 1 MiB is told of, and one that has just that is read (H83)', async () => {
    const yaml = serverYaml(`url: ${url}`)
    const fill = (size: number): string => `${yaml}${'#'.repeat(size - yaml.length)}`
    expect(settingsOf(await readYaml(fill(mebibyte))).url).toBe(url)
    for (const size of [mebibyte + 1, 10 * mebibyte]) {
      expect(await failure(readYaml(fill(size)))).toMatchObject({
        code: 'too_large',
        message: 'fast-agent.yaml: A configuration file can have 1 MiB at most.',
      })
    }
  })

  it.each([
    ['bytes', new Uint8Array([0xff, 0xfe, 0x80, 0x81])],
    ['zeros', new Uint8Array(100)],
    ['UTF-16', Buffer.from('\ufeffmcp: {}', 'utf16le')],
    ['Latin 1', Buffer.from('mcp: {} # \xe4', 'latin1')],
  ])('because it is no text but %s is told of', async (_, bytes) => {
    expect(await failure(read({ 'fast-agent.yaml': bytes }))).toMatchObject({
      code: 'invalid_syntax',
      message: 'fast-agent.yaml: This is not text in UTF-8. Save it as UTF-8.',
    })
  })
})

describe('a file that is no YAML', () => {
  it.each([
    ['a repeated key', 'mcp:\n  s3cret: 1\n  "s3cret": 2', '3:3: A key is there twice. Keep one.'],
    ['a tab', 'mcp:\n\tservers: s3cret', '2:1: A tab is used for indentation. Use blanks.'],
    [
      'a missing bracket',
      'mcp: [s3cret',
      '1:13: The indentation does not fit the lines around it, or a closing brace or bracket is missing.',
    ],
    [
      'a missing quote',
      'mcp: "s3cret',
      '1:13: A character is missing: a closing quote, brace or bracket, a comma, a colon, or a blank after one.',
    ],
    [
      'two keys on a line',
      'mcp: s3cret: a',
      '1:6: A value or a line break is missing: there are two keys on one line. Put text that holds ": " in quotes.',
    ],
    [
      'a wrong escape',
      'mcp: "\\q s3cret"',
      '1:7: An escape (\\) in a text in double quotes is not known. Use single quotes, or write \\\\.',
    ],
    ['a tag', 'mcp:\n  a: !s3cret b', '2:6: A tag (!) is not known. Put text that begins with ! in quotes.'],
    [
      'two documents',
      'a: 1\n---\ns3cret: 1',
      '2:1: There is more than one document. Keep only the one before the line ---.',
    ],
    ['an alias without anchor', 'a: *s3cret', '1:4: An alias (*) has no anchor (&) before it.'],
    ['an alias before its anchor', 'a: *s3cret\nb: &s3cret c', '1:4: An alias (*) has no anchor (&) before it.'],
    [
      'an alias inside its anchor',
      'a: &s3cret\n  b: *s3cret',
      '2:6: An alias (*) is inside the value of its own anchor (&).',
    ],
    ['a key that is no text', '{ [s3cret]: a }', '1:3: A key must be text.'],
    ['a merge with text', 'a:\n  <<: s3cret', '2:3: The key << must have a mapping, or a list of them.'],
    ['a variable without quotes in braces', `{ a: \${s3cret} }`, expect.stringMatching(/^1:/)],
  ])('is told of by line and column, and without a word of it: %s', async (_, yaml, message) => {
    const error = await failure(readYaml(yaml))
    expect(error.code).toBe('invalid_syntax')
    expect(error.message.replace('fast-agent.yaml:', '')).toEqual(message)
    expect(error.line).toBe(Number(error.message.split(':')[1]))
    expect(`${error.message} ${error.cause}`).not.toContain('s3cret')
  })
})

describe('a file that is no JSON', () => {
  it.each([
    ['a repeated key', '{\n"s3cret": 1,\n "s3cret": 2 }', '3:2: A key is there twice. Keep one.'],
    ['a missing brace', '{ "a": "s3cret"', '1:16: A closing brace } is missing.'],
    ['a missing bracket', '[ "s3cret"', '1:11: A closing bracket ] is missing.'],
    ['a missing comma', '{ "a": "s3cret"\n "b": 1 }', '2:2: A comma is missing.'],
    ['a missing colon', '{ "s3cret" 1 }', '1:12: A colon is missing.'],
    ['a missing quote', '{ "s3cret }', '1:3: A text has no closing quote.'],
    ['a key without quotes', '{ s3cret: 1 }', '1:3: A value is missing, or written wrongly.'],
    ['a wrong escape', '{ "a": "\\q s3cret" }', '1:8: An escape (\\) in a text is not known.'],
    ['a line end in a text', '{ "a": "s3cret\n" }', '1:8: A text has no closing quote.'],
    ['something after the end', '{} s3cret', expect.stringMatching(/^1:4: /)],
    ['no end of a comment', '{} /* s3cret', '1:4: A comment has no end.'],
    ['a word', '{ "a": s3cret }', '1:8: A value is missing, or written wrongly.'],
  ])('is told of by line and column, and without a word of it: %s', async (_, json, message) => {
    const error = await failure(read({ '.mcp.json': json }))
    expect(error.code).toBe('invalid_syntax')
    expect(error.message.replace('.mcp.json:', '')).toEqual(message)
    expect(`${error.message} ${error.cause}`).not.toContain('s3cret')
  })
})

/** A text that is as deep as it is long, although nothing in it stands deep in anything. */
function hiddenChain(length: number): string {
  const links = Array.from({ length }, (_, i) => `k${i}: &k${i} { l: ${i === 0 ? 1 : `*k${i - 1}`} }`)
  const hidden = Array.from({ length }, (_, i) => `k${i}: 1`)
  return `x: { <<: { ${links.join(', ')} }, ${hidden.join(', ')}, z: *k${length - 1} }`
}

describe('a file that would keep the machine busy', () => {
  const bomb = ['a: &a0 [x]', ...Array.from({ length: 60 }, (_, i) => `a${i}: &a${i + 1} [${`*a${i}, `.repeat(9)}]`)]
  const wide = `a: &a\n${Array.from({ length: 20_000 }, (_, i) => `  k${i}: 1\n`).join('')}`

  it('is refused, where aliases stand for aliases (H83)', async () => {
    expect(await failure(readYaml(`${bomb.join('\n')}\n${serverYaml(`url: ${url}`)}`))).toMatchObject({
      code: 'invalid_syntax',
      message: 'fast-agent.yaml:1:1: It has more than 500000 values, with those that aliases (*) repeat.',
    })
  })

  it('is refused, where many servers stand for one that is large', async () => {
    const keys = Array.from({ length: 1000 }, (_, i) => `  k${i}: 1\n`).join('')
    const servers = Array.from({ length: 1000 }, (_, i) => `    s${i}: { url: ${url}, auth: *a }\n`).join('')
    expect(await failure(readYaml(`a: &a\n${keys}mcp:\n  servers:\n${servers}`))).toMatchObject({
      code: 'invalid_syntax',
      message: expect.stringContaining('with those that aliases (*) repeat'),
    })
  })

  it('is read, where aliases make both files alike and large', async () => {
    const lines = [
      'a0: &a0 { x: 1 }',
      ...Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} { l: *a${i}, r: *a${i} }`),
    ]
    const yaml = `${lines.join('\n')}\n${serverYaml(`url: ${url}`)}`
    expect(settingsOf(await read({ 'fast-agent.yaml': yaml, 'fast-agent.secrets.yaml': yaml })).url).toBe(url)
  })

  it('is read, where there are many aliases', async () => {
    const yaml = `a: &a x\nb:\n${'  - *a\n'.repeat(40_000)}${serverYaml(`url: ${url}`)}`
    expect(settingsOf(await readYaml(yaml)).url).toBe(url)
  })

  it('is read, where it has many keys', async () => {
    const keys = Array.from({ length: 40_000 }, (_, i) => `k${i}: 1\n`).join('')
    expect(settingsOf(await readYaml(`${keys}${serverYaml(`url: ${url}`)}`)).url).toBe(url)
  })

  it('is read, where a MiB of ${ is never closed', async () => {
    const open = '${'.repeat(mebibyte / 2 - 200)
    const servers = { x: { url } }
    const { servers: named } = await read({ '.mcp.json': JSON.stringify({ mcpServers: servers, note: open }) })
    expect(named).toHaveLength(1)
    const headers = { A: `\${A}${open.slice(0, 100_000)}` }
    const config = await read({ '.mcp.json': JSON.stringify({ mcpServers: { x: { url, headers } } }) }, { A: 'a' })
    expect(settingsOf(config).headers.A).toBe(`a${open.slice(0, 100_000)}`)
  })

  it('is read, where many auth blocks have many keys that are not known, of which some are told', async () => {
    const keys = Array.from({ length: 4000 }, (_, i) => `  ${String(i).padEnd(84, 'k')}: 1\n`).join('')
    const servers = Array.from({ length: 100 }, (_, i) => `    s${i}: { url: ${url}, auth: *a }\n`).join('')
    const { servers: named, warnings } = await readYaml(`a: &a\n${keys}mcp:\n  servers:\n${servers}`)
    expect(named).toHaveLength(100)
    expect(warnings).toHaveLength(21)
    const rest = 'fast-agent.yaml: 399980 more settings of this file are not read where they are, and have no effect.'
    expect(warnings[20]?.message).toBe(rest)
  })

  it('is refused, where it takes over many keys again and again', async () => {
    const yaml = `${wide}${Array.from({ length: 2_000 }, (_, i) => `m${i}: { <<: *a }\n`).join('')}`
    expect(await failure(readYaml(yaml))).toMatchObject({
      code: 'invalid_syntax',
      message: expect.stringContaining('Too many keys are taken over by <<'),
    })
  })

  it.each([
    ['brackets in YAML', 'fast-agent.yaml', '['],
    ['braces in YAML', 'fast-agent.yaml', '{a: '],
    ['lists in YAML', 'fast-agent.yaml', '- '],
    ['brackets in JSON', '.mcp.json', '['],
    ['braces in JSON', '.mcp.json', '{"a":'],
  ])('is refused, where it is nested without end: %s', async (_, name, open) => {
    expect(await failure(read({ [name]: open.repeat(Math.floor(100_000 / open.length)) }))).toMatchObject({
      code: 'invalid_syntax',
    })
  })

  it.each([
    ['JSON', '.mcp.json', `${'['.repeat(502)}${']'.repeat(502)}`],
    ['YAML', 'fast-agent.yaml', `${'['.repeat(502)}${']'.repeat(502)}`],
    ['aliases that other keys hide', 'fast-agent.yaml', hiddenChain(2000)],
  ])('is refused, where it is nested more than 500 times: %s (H83)', async (_, name, text) => {
    expect(await failure(read({ [name]: text }))).toMatchObject({
      code: 'invalid_syntax',
      message: expect.stringContaining('It is nested too deeply.'),
    })
  })
})

describe('odd names', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']

  it('are names of servers like any other, and change no object', async () => {
    const yaml = `mcp: { servers: { ${names.map((name) => `${name}: { url: "${url}" }`).join(', ')} } }`
    const config = await readYaml(yaml)
    expect(config.servers.map((server) => [server.name, server.settings?.url])).toEqual(
      names.map((name) => [name, url]),
    )
    const json = `{ "mcpServers": { "__proto__": { "url": "${url}", "__proto__": 1, "constructor": 2 } } }`
    expect((await read({ '.mcp.json': json })).servers).toMatchObject([{ name: '__proto__', settings: { url } }])
    expect(({} as Record<string, unknown>).url).toBeUndefined()
  })

  it('are names of headers and parameters like any other', async () => {
    const { headers, auth } = await readServer(
      `url: ${url}\nheaders: { __proto__: a, constructor: b }\nauth: { authorization_params: { __proto__: c } }`,
    )
    expect(Object.entries(headers)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ])
    expect(Object.getPrototypeOf(headers)).toBe(Object.prototype)
    expect(Object.entries(auth?.authorizationParams ?? {})).toEqual([['__proto__', 'c']])
  })

  it('are keys of variables like any other', async () => {
    const { servers } = await read(
      {},
      { MCP__SERVERS__CONSTRUCTOR__URL: url, MCP__SERVERS__X: '{"__proto__":{"url":1}}' },
    )
    expect(servers.map(({ name, settings }) => [name, settings?.url])).toEqual([
      ['x', undefined],
      ['constructor', url],
    ])
  })

  it('stay what they are, with numbers as they are written', async () => {
    const yaml = `mcp: { servers: { 007: { url: "${url}" }, 1.0: { url: "${url}" }, true: { url: "${url}" }, "a\\e[31m\\n": { url: "${url}" }, -x: { url: "${url}" } } }`
    expect(Object.keys(outcomes(await readYaml(yaml)))).toEqual(['007', '1.0', 'true', 'a\x1b[31m\n', '-x'])
  })
})

describe('other ways to write', () => {
  it.each([
    ['a byte order mark', (yaml: string) => `\ufeff${yaml}`, 6],
    ['CRLF', (yaml: string) => yaml.replaceAll('\n', '\r\n'), 6],
    ['a document start', (yaml: string) => `---\n${yaml}`, 7],
    ['comments', (yaml: string) => `# a\n\n# b\n${yaml}`, 9],
  ])('are read alike, with their lines: %s', async (_, change, line) => {
    const yaml = (port: string): string => change(serverYaml(`url: ${url}\nauth:\n  redirect_port: ${port}`))
    expect(settingsOf(await readYaml(yaml('1'))).auth?.redirectPort).toBe(1)
    expect(await failure(readYaml(yaml('x')).then(settingsOf))).toMatchObject({ line })
  })

  it('are read alike: aliases and keys taken over, which one’s own win over', async () => {
    const yaml = `common: &common { redirect_port: 1, persist: memory }
other: &other { persist: file, scope: a }
mcp:
  servers:
    x:
      url: &url ${url}
      auth: { persist: keyring, <<: [*common, *other] }
    y:
      url: *url
      auth: *common
    z:
      url: *url
      auth: { <<: *common, redirect_port: x }
`
    const { servers } = await readYaml(yaml)
    expect(servers.map(({ settings, error }) => settings?.auth ?? [error?.line, error?.path])).toMatchObject([
      { redirectPort: 1, persist: 'keyring', scope: 'a' },
      { redirectPort: 1, persist: 'memory' },
      [13, 'mcp.servers.z.auth.redirect_port'],
    ])
  })

  it.each(['mcp:', 'mcp: { servers: }', 'mcp: { servers: { a: } }', '{}'])(
    'say that there are no servers: %j',
    async (yaml) => {
      expect(await readYaml(yaml)).toMatchObject({ servers: [], warnings: [] })
    },
  )
})
