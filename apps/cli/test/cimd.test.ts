import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { ReadStream } from 'node:tty'
import { createClientMetadata } from '@fast-agent-auth/cimd'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { terminalInput } from '../src/terminal/terminal-input.ts'
import { folderWith } from './support/files.ts'
import { runHere } from './support/world.ts'

const url = 'https://example.com/client.json'
const valid = {
  client_id: url,
  client_name: 'My agent',
  redirect_uris: ['http://127.0.0.1/callback'],
  grant_types: ['authorization_code', 'refresh_token'],
  token_endpoint_auth_method: 'none',
}

/** A web that has this one document; where it was asked. */
function publish(answer: () => Response | Promise<Response>): readonly string[] {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (input: URL | string) => {
    asked.push(String(input))
    return answer()
  })
  onTestFinished(() => void vi.unstubAllGlobals())
  return asked
}

async function fileWith(text: string | Uint8Array): Promise<string> {
  return join(await folderWith({ 'client.json': text }), 'client.json')
}

const cached = { headers: { 'cache-control': 'max-age=3600' } }

describe('cimd create', () => {
  it('prints a document alone that cimd validate takes', async () => {
    const created = await runHere(['cimd', 'create', url, '--name', 'My agent'])
    expect(created).toMatchObject({ code: 0, stderr: '', opened: [] })
    expect(JSON.parse(created.stdout)).toMatchObject({
      client_id: url,
      client_name: 'My agent',
      redirect_uris: expect.arrayContaining(['http://127.0.0.1/callback', 'http://127.0.0.1:3030/callback']),
    })
    const file = await fileWith(created.stdout)
    expect(await runHere(['cimd', 'validate', file])).toMatchObject({ code: 0, stdout: `${file} is valid.\n` })
  })

  it('writes the ports, the path and the links that it is given', async () => {
    const links = ['--client-uri', 'https://example.com', '--logo-uri', 'https://example.com/logo.png']
    const ports = ['--port', '4000', '--port', '4001', '--path', '/done']
    const { stdout } = await runHere(['cimd', 'create', url, '--name', 'A', ...ports, ...links])
    expect(JSON.parse(stdout)).toMatchObject({
      redirect_uris: ['http://127.0.0.1/done', 'http://127.0.0.1:4000/done', 'http://127.0.0.1:4001/done'],
      client_uri: 'https://example.com',
      logo_uri: 'https://example.com/logo.png',
    })
  })

  it('warns beside the document and not in it', async () => {
    const { code, stdout, stderr } = await runHere(['cimd', 'create', `${url}?v=1`, '--name', 'A'])
    expect([code, JSON.parse(stdout).client_id]).toEqual([0, `${url}?v=1`])
    expect(stderr).toBe('warning: The URL has a query, which the id of a client should not have.\n')
  })

  it.each([
    [[url], "error: required option '--name <name>' not specified\nhint: fast-agent-auth help cimd create\n"],
    [[url, '--name', ''], 'error: The new client metadata document has no client_name, which people see'],
    [['http://example.com/client.json', '--name', 'A'], 'error: The URL of the client metadata document is not https.'],
    [['https://example.com', '--name', 'A'], 'error: The URL of the client metadata document has no path.'],
    [['https://a.example/../c', '--name', 'A'], 'has a dot segment'],
    [[url, '--name', 'A', '--port', '0'], 'Use 1 to 65535.'],
    [[url, '--name', 'A', '--port', '70000'], 'Use 1 to 65535.'],
    [[url, '--name', 'A', '--path', 'done'], 'error: The path of a redirect URI must begin with "/"; got "done".'],
    [[url, '--name', 'A', '--logo-uri', 'javascript:alert(1)'], 'logo_uri'],
    [[url, '--name', 'A'.repeat(6000)], 'is larger than 5 KB, which servers refuse.'],
  ])('%j ends with 2, a reason and no document', async (argv, message) => {
    const { code, stdout, stderr } = await runHere(['cimd', 'create', ...argv])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
  })
})

describe('cimd validate <url>', () => {
  it('asks at the URL and says that the document is valid', async () => {
    const asked = publish(() => Response.json(valid, cached))
    expect(await runHere(['cimd', 'validate', url])).toMatchObject({
      code: 0,
      stdout: `${url} is valid.\n`,
      stderr: '',
    })
    expect(asked).toEqual([url])
  })

  it('counts warnings, and is content', async () => {
    publish(() => Response.json({ ...valid, grant_types: undefined }))
    const { code, stdout } = await runHere(['cimd', 'validate', url])
    expect(code).toBe(0)
    expect(stdout.match(/^warning: The document /gm)).toHaveLength(2)
    expect(stdout).toContain(`${url} is valid, with 2 warnings.\n`)
  })

  it('tells each error, and ends with 1', async () => {
    publish(() => Response.json({ ...valid, client_id: 'https://example.com/other', client_secret: 'hunter2' }, cached))
    const { code, stdout, stderr } = await runHere(['cimd', 'validate', url])
    expect([code, stderr]).toEqual([1, `error: ${url} is not valid: 2 errors.\n`])
    expect(stdout).toBe(
      'error: The document has the client_id "https://example.com/other", which is not exactly its own URL.\n' +
        'error: The document has a client_secret, although everybody can read it.\n',
    )
  })

  it.each([
    ['http://example.com/client.json', 'is not https'],
    ['ftp://example.com/client.json', 'is not https'],
    ['https://example.com', 'has no path'],
    ['https://example.com/a/%2E%2e/b', 'has a dot segment ("." or "..") as a part of its path'],
    ['https://me:hunter2@example.com/client.json', 'holds a user name or password'],
    [`${url}#id`, 'has a fragment (#)'],
  ])('asks nobody for %s, and ends with 1', async (place, reason) => {
    const asked = publish(() => Response.json(valid))
    const { code, stdout, stderr } = await runHere(['cimd', 'validate', place])
    expect([code, stdout, stderr]).toEqual([
      1,
      `error: The URL ${reason}.\n`,
      'error: The URL is not valid: 1 error.\n',
    ])
    expect(asked).toEqual([])
  })

  it.each([
    ['404', () => new Response('', { status: 404 }), 1, 'answered 404.'],
    ['a redirect', () => new Response('', { status: 302, headers: { location: '/new' } }), 1, 'redirects to "/new".'],
    [
      'HTML',
      () => new Response('<p>', { headers: { 'content-type': 'text/html' } }),
      1,
      'It must be application/json.',
    ],
    ['503', () => new Response('', { status: 503 }), 4, 'answered 503. Try again later.'],
    ['nothing', () => Promise.reject(new TypeError('fetch failed')), 4, 'cannot be reached. Try again later.'],
    [
      'a host that is not there',
      () =>
        Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ENOTFOUND' }) })),
      4,
      'cannot be reached (ENOTFOUND): there is no such host. Check the URL.',
    ],
    [
      'a certificate of its own making',
      () =>
        Promise.reject(
          new TypeError('fetch failed', {
            cause: Object.assign(new Error('x'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
          }),
        ),
      4,
      'cannot be reached (DEPTH_ZERO_SELF_SIGNED_CERT): its certificate is not trusted.',
    ],
    [
      'a server without TLS',
      () =>
        Promise.reject(
          new TypeError('fetch failed', {
            cause: Object.assign(new Error('x'), { code: 'ERR_SSL_WRONG_VERSION_NUMBER' }),
          }),
        ),
      4,
      'cannot be reached (ERR_SSL_WRONG_VERSION_NUMBER): the server there does not speak TLS. Check the URL.',
    ],
  ] as const)('%s is an error of its own', async (_, answer, exitCode, message) => {
    publish(answer)
    const { code, stdout, stderr } = await runHere(['cimd', 'validate', url])
    expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' })
    expect(stderr).toMatch(new RegExp(`^error: ${url} .*\n$`))
    expect(stderr).toContain(message)
  })

  it('tells what is odd about the URL also where nobody answers', async () => {
    publish(() => Promise.reject(new TypeError('fetch failed')))
    const { code, stdout } = await runHere(['cimd', 'validate', `${url}?v=1`])
    expect([code, stdout]).toEqual([4, 'warning: The URL has a query, which the id of a client should not have.\n'])
  })

  it('shows nothing of a document that the terminal would obey', async () => {
    publish(() => Response.json({ ...valid, client_id: '\u001b[31mred\u0007', redirect_uris: ['\u001b]0;x\u0007'] }))
    const { stdout, stderr } = await runHere(['cimd', 'validate', url], { isTTY: true, env: { NO_COLOR: '1' } })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/)
  })

  it('gives no hint that takes the document for a server', async () => {
    publish(() => Promise.reject(new TypeError('fetch failed')))
    expect((await runHere(['cimd', 'validate', url])).stderr).not.toContain('hint:')
  })

  it('takes no --url beside it', async () => {
    const { code, stderr } = await runHere(['cimd', 'validate', url, '--url', url])
    expect([code, stderr]).toEqual([2, 'error: Use --url only with a file.\n'])
  })

  it('stops when it is interrupted', async () => {
    const interruption = new AbortController()
    publish(() => new Promise(() => interruption.abort()))
    const finished = await runHere(['cimd', 'validate', url], { signal: interruption.signal })
    expect(finished).toMatchObject({ code: 130, stdout: '', stderr: 'Interrupted.\n' })
  })
})

describe('cimd --json', () => {
  it('validate tells what was checked and each finding as one value, and an error on stderr', async () => {
    publish(() => Response.json({ ...valid, client_secret: 'hunter2' }, cached))
    const { code, stdout, stderr } = await runHere(['cimd', 'validate', url, '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toEqual({
      checked: url,
      valid: false,
      findings: [
        {
          subject: 'document',
          level: 'error',
          rule: 'client_secret',
          message: expect.stringContaining('client_secret'),
        },
      ],
    })
    expect(JSON.parse(stderr)).toEqual({
      error: { code: 'not_valid', exitCode: 1, message: `${url} is not valid: 1 error.` },
    })
  })

  it('validate of a file that is valid says so, with its warnings', async () => {
    const file = await fileWith(JSON.stringify({ ...valid, grant_types: undefined }))
    const { code, stdout, stderr } = await runHere(['cimd', 'validate', file, '--json'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({
      checked: file,
      valid: true,
      findings: [{ subject: 'document', level: 'warning', rule: expect.any(String) }],
    })
  })

  it('validate of a URL that cannot be one repeats no password', async () => {
    const { stdout, stderr } = await runHere(['cimd', 'validate', 'https://me:hunter2@example.com/c', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({
      checked: 'The URL',
      valid: false,
      findings: [{ subject: 'url', rule: 'url_user_info' }],
    })
    expect(stdout + stderr).not.toContain('hunter2')
  })

  it('create tells what is odd in lines of JSON beside the document', async () => {
    const { code, stdout, stderr } = await runHere(['cimd', 'create', `${url}?v=1`, '--name', 'A', '--json'])
    expect([code, JSON.parse(stdout).client_id]).toEqual([0, `${url}?v=1`])
    expect(JSON.parse(stderr)).toMatchObject({ type: 'finding', subject: 'url', level: 'warning', rule: 'url_query' })
  })
})

describe('cimd validate <file>', () => {
  it('takes the client_id of the file for its URL', async () => {
    const file = await fileWith(JSON.stringify({ ...valid, client_id: 'https://example.com/a/../b' }))
    const { code, stdout } = await runHere(['cimd', 'validate', file])
    expect([code, stdout]).toEqual([1, 'error: The URL has a dot segment ("." or "..") as a part of its path.\n'])
  })

  it('compares with the URL where it will be published', async () => {
    const file = await fileWith(JSON.stringify(valid))
    const { code, stdout, stderr } = await runHere(['cimd', 'validate', file, '--url', `${url}/`])
    expect([code, stderr]).toEqual([1, `error: ${file} is not valid: 1 error.\n`])
    expect(stdout).toBe(`error: The document has the client_id "${url}", which is not exactly its own URL.\n`)
  })

  it.each([
    ['no JSON', '{"client_secret": hunter2', 'is not JSON.'],
    ['nothing', '', 'is not JSON.'],
    ['more than servers read', `"${'x'.repeat(5 * 1024)}"`, 'is larger than 5 KB. Servers read no more than that.'],
  ])('that holds %s ends with 1, and quotes nothing of it, as stdin does', async (_, input, message) => {
    const file = await fileWith(input)
    for (const [from, name] of [
      [file, file],
      ['-', 'stdin'],
    ] as const) {
      const finished = await runHere(['cimd', 'validate', from], { input })
      expect(finished).toMatchObject({ code: 1, stdout: '', stderr: `error: ${name} ${message}\n` })
    }
  })

  it.each(['null', '[]', '"x"', '{}'])('that holds %s is not valid', async (text) => {
    expect(await runHere(['cimd', 'validate', await fileWith(text)])).toMatchObject({ code: 1 })
  })

  it('that is not there ends with 2 and says how a published one is named', async () => {
    const { code, stdout, stderr } = await runHere(['cimd', 'validate', 'example.com/client.json'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toBe(
      'error: The file example.com/client.json cannot be read (ENOENT).\n' +
        'hint: For a published document, give its URL: https://…\n',
    )
  })

  it('that is a folder ends with 2', async () => {
    const { code, stderr } = await runHere(['cimd', 'validate', tmpdir()])
    expect([code, stderr]).toEqual([2, expect.stringContaining('cannot be read (EISDIR).')])
  })
})

describe('cimd', () => {
  it('alone shows its commands on stderr', async () => {
    const { code, stdout, stderr } = await runHere(['cimd'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('validate <url|file>')
  })

  it.each([[['cimd']], [['cimd', 'validate']], [['cimd', 'create']]])('help %j is its --help', async (names) => {
    const shown = await runHere([...names, '--help'])
    expect(await runHere(['help', ...names])).toEqual(shown)
    expect(shown.stdout).toContain(`$ fast-agent-auth ${names.join(' ')}`)
  })

  it('points to its own help where a word is not known', async () => {
    const { code, stderr } = await runHere(['cimd', 'publish'])
    expect([code, stderr]).toEqual([2, "error: unknown command 'publish'\nhint: fast-agent-auth help cimd\n"])
  })
})

it.each([
  ['in a letter', Buffer.from('{"client_name": "\xe4"}', 'latin1')],
  ['within', Uint8Array.of(0x22, 0xff, 0x22)],
  ['at the end', Uint8Array.of(0x22, 0x22, 0xe2)],
  ['in UTF-16', Buffer.from('\ufeff{}', 'utf16le')],
])('bytes that are no UTF-8 %s get the same answer from a file and from stdin', async (_, bytes) => {
  const file = await fileWith(bytes)
  const open = (): ReadStream => Readable.from([bytes.subarray(0, 2), bytes.subarray(2)]) as unknown as ReadStream
  const stdin = terminalInput({ open, terminal: () => process.stdout, interrupt() {}, knowsPaste: false })
  const answer = 'is not text in UTF-8. Write it in that encoding.'
  expect(await runHere(['cimd', 'validate', file])).toMatchObject({ code: 1, stderr: `error: ${file} ${answer}\n` })
  const piped = await runHere(['cimd', 'validate', '-'], { stdin })
  expect(piped).toMatchObject({ code: 1, stdout: '', stderr: `error: stdin ${answer}\n` })
})

describe('cimd validate -', () => {
  const document = createClientMetadata({ url: 'https://example.com/client.json', name: 'Agent' })

  it('reads the standard input, as it reads a file', async () => {
    const input = JSON.stringify(document)
    expect(await runHere(['cimd', 'validate', '-'], { input })).toMatchObject({ code: 0, stdout: 'stdin is valid.\n' })
    const { stdout } = await runHere(['cimd', 'validate', '-', '--json'], { input })
    expect(JSON.parse(stdout)).toMatchObject({ checked: 'stdin', valid: true })
    const elsewhere = await runHere(['cimd', 'validate', '-', '--url', 'https://example.com/other.json'], { input })
    expect(elsewhere).toMatchObject({ code: 1, stderr: 'error: stdin is not valid: 1 error.\n' })
  })
})
