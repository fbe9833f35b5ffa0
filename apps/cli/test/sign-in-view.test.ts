import type { AuthEvent } from 'fast-agent-auth'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createJsonView, createSignInView } from '../src/sign-in/sign-in-view.ts'
import { createWaits } from '../src/terminal/announce-wait.ts'
import { createLiveLine } from '../src/terminal/live-line.ts'
import type { World } from '../src/world.ts'

const serverUrl = 'https://mcp.example.com/mcp'
const issuer = 'https://auth.example.com'
const url = new URL(`${issuer}/authorize?redirect_uri=http%3A%2F%2F127.0.0.1%3A3030%2Fcallback&state=x`)
const eraseLine = '\r\u001B[K'

interface Seen {
  readonly view: ReturnType<typeof createSignInView>
  readonly tell: (...events: readonly Told[]) => void
  readonly text: () => string
  /** Of that, what went to stderr. */
  readonly errors: () => string
  readonly interrupt: () => void
  readonly json: ReturnType<typeof createJsonView>
}

function watch({
  isTTY = false,
  columns = 80,
  env = {},
  browser = true,
  target = 'notes',
  keptIn,
  choosers,
}: {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly env?: World['env']
  readonly browser?: boolean
  readonly target?: string
  readonly keptIn?: string
  readonly choosers?: { readonly server?: string; readonly issuer?: string }
} = {}): Seen {
  let text = ''
  const write = (more: string): void => {
    text += more
  }
  const terminal = { isTTY, columns, write }
  const none = async (): Promise<undefined> => undefined
  let errors = ''
  const stderr = {
    ...terminal,
    write: (more: string): void => {
      errors += more
      write(more)
    },
  }
  const surround = { stdout: terminal, stderr, env: { NO_COLOR: '1', ...env } }
  const live = createLiveLine(surround)
  const interruption = new AbortController()
  const world: World = {
    ...surround,
    stdout: live.above(terminal),
    stderr: live.above(stderr),
    live,
    argv: [],
    version: '0',
    invocation: 'fast-agent-auth',
    stdin: { isTTY, readLine: none, readPasted: none, readAll: async () => '' },
    cwd: '/',
    home: undefined,
    surroundings: { platform: 'linux', user: () => 'me', host: () => 'h', isContainer: () => false },
    signal: interruption.signal,
    now: Date.now,
    patience: 1000,
    selectStore: () => Promise.reject(new Error('no store')),
  }
  const view = createSignInView({ target, terminal: world.stdout, browser, keptIn, choosers }, world)
  const tell = (...events: readonly Told[]): void => {
    for (const event of events) view.onEvent({ serverUrl, ...event } as AuthEvent)
  }
  return {
    view,
    tell,
    text: () => text,
    errors: () => errors,
    json: createJsonView(world),
    interrupt: () => interruption.abort(),
  }
}

/** An event of the server that is signed in to. */
type Told = AuthEvent extends infer Event
  ? Event extends AuthEvent
    ? Omit<Event, 'serverUrl'> & Partial<Pick<Event, 'serverUrl'>>
    : never
  : never

const legacy: Told = {
  type: 'notice',
  rule: 'legacy_server',
  message: 'The server follows MCP 2025-03-26: only its own address says which server authorizes.',
}
const redirectUri = 'http://127.0.0.1:3030/callback'
const asked: Told = { type: 'authorization_url', url, serverUrl, issuer, scope: 'a b', redirectUri }
const waiting = (): Told => ({
  type: 'waiting',
  for: 'browser',
  serverUrl,
  until: Date.now() + 300_000,
})

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a sign-in', () => {
  it('shows the link, then who is asked for what, and then that it waits (V10)', () => {
    const { tell, text } = watch({ env: { DISPLAY: ':0' } })
    tell({ type: 'sign_in_started', serverUrl }, asked, waiting())
    expect(text()).toMatchInlineSnapshot(`
      "Signing in to notes (https://mcp.example.com/mcp)

      Your browser opens now. If it does not, open this link:

      https://auth.example.com/authorize?redirect_uri=http%3A%2F%2F127.0.0.1%3A3030%2Fcallback&state=x

        Asks for              a b
        Authorization server  auth.example.com
        Comes back to         http://127.0.0.1:3030/callback

      Waiting up to 5 minutes for the browser to come back. Ctrl-C stops.
      "
    `)
  })

  it('shows a server that looks like another by the letters that are asked for (H117)', () => {
    const { tell, text } = watch({ target: 'git\u200bhub', env: { DISPLAY: ':0' } })
    const host = 'https://gіthub.example'
    tell({ type: 'sign_in_started', serverUrl: `${host}/mcp` }, { ...asked, issuer: host })
    tell({ type: 'issuer_changed', serverUrl, issuer: host, before: 'https://github.example' } as AuthEvent)
    expect(text()).toMatch(/^Signing in to git hub \(https:\/\/xn--gthub-n2e\.example\/mcp\)\n/)
    expect(text()).toContain('Authorization server  xn--gthub-n2e.example\n')
    expect(text()).toContain(
      'The authorization server has changed: it is https://xn--gthub-n2e.example/ now, and was https://github.',
    )
    expect(text()).not.toMatch(/[^\p{ASCII}]/u)
  })

  it('shows before the window opens where the tokens go, where that is another machine (H84)', () => {
    const { tell, text } = watch({ keptIn: 'Redis at 192.0.2.1:6379' })
    tell(asked)
    expect(text()).toMatch(/https:\/\/auth[\s\S]*^ {2}Tokens go to {10}Redis at 192\.0\.2\.1:6379$/m)
  })

  it('shows before the window opens which file chose the server, and which one who authorizes (H106)', () => {
    const { tell, text } = watch({ choosers: { server: '.mcp.json:3', issuer: 'fast-agent.secrets.yaml:7' } })
    tell(asked)
    expect(text()).toContain(
      '  Configured in         .mcp.json:3\n' +
        '  Authorization server  auth.example.com, chosen by fast-agent.secrets.yaml:7\n',
    )
  })

  it.each([80, 40])(
    'keeps who asks, and where the answer goes, on %d columns and 12 lines, however much is asked for (H116)',
    (columns) => {
      const scope = Array.from({ length: 900 }, (_, index) => `scope:${index}`).join(' ')
      const long = new URL(url)
      long.searchParams.set('scope', scope)
      const { tell, text } = watch({ isTTY: true, columns, env: { DISPLAY: ':0' } })
      tell({ type: 'sign_in_started', serverUrl }, { ...asked, url: long, scope }, waiting())
      const bottom = text().split('\n').slice(-12).join('\n')
      expect(bottom).toMatch(/Authorization server\s+auth\.example\.com\n/)
      expect(bottom).toMatch(/Comes back to\s+http:\/\/127\.0\.0\.1:3030\/callback\n/)
      // Nothing that is asked for is left out.
      expect(text()).toContain('scope:899')
    },
  )

  const changed: Told = { type: 'issuer_changed', serverUrl, issuer, before: 'https://old.example.com' }
  const warnings: readonly (readonly [Told, string])[] = [
    [
      changed,
      'The authorization server has changed: it is https://auth.example.com now, and was https://old.example.com before.',
    ],
    [
      { type: 'notice', rule: 'known_issuer', serverUrl, issuer, message: 'It may give access without asking you.' },
      'It may give access without asking you.',
    ],
    [
      {
        type: 'notice',
        rule: 'foreign_endpoint',
        message: `${issuer} issues its tokens at tokens.example.`,
      },
      'https://auth.example.com issues its tokens at tokens.example.',
    ],
    [{ type: 'step_up', serverUrl, scope: 'write' }, 'The server asks for more than was granted: write'],
    [
      { type: 'step_up', serverUrl, scope: Array(900).fill('write').join(' ') },
      'The server asks for more than was granted: see the line "Asks for" above.',
    ],
  ]

  it.each(warnings)(
    'warns of $type once, below the link and who asks, however much is asked for (H116)',
    (event, words) => {
      const scope = Array.from({ length: 900 }, (_, index) => `scope:${index}`).join(' ')
      const { tell, text } = watch({ isTTY: true, env: { DISPLAY: ':0' } })
      tell({ type: 'sign_in_started', serverUrl }, event, event)
      expect(text()).not.toContain('note:')
      tell({ ...asked, scope })
      const bottom = text().split('\n').slice(-12).join(' ')
      expect(bottom).toMatch(/Authorization server.*note: /)
      expect(bottom).toContain(words)
      tell(waiting(), event.type === 'notice' ? { type: 'waiting_ended', serverUrl } : event)
      expect(text().match(/note: /g)).toHaveLength(1)
    },
  )

  it.each([
    ['is over', ({ view }: Seen) => view.ended()],
    ['is interrupted', ({ interrupt }: Seen) => interrupt()],
    ['ends, and another program has got tokens', ({ tell }: Seen) => tell({ type: 'signed_in', serverUrl, issuer })],
    [
      'ends after a link that had it',
      ({ tell }: Seen) => tell(asked, { type: 'client_forgotten', serverUrl, issuer }, changed),
    ],
    ['begins anew', ({ tell }: Seen) => tell({ type: 'sign_in_started', serverUrl })],
  ])('keeps no warning to itself where there is no link before it %s (H116)', (_, end) => {
    const seen = watch()
    seen.tell({ type: 'sign_in_started', serverUrl }, changed)
    end(seen)
    seen.view.ended()
    expect(seen.text().match(/note: The authorization server has changed/g)).toHaveLength(1)
  })

  it('warns below each link, also of what it has warned of at an earlier one (H116)', () => {
    const { tell, text } = watch()
    tell(
      { type: 'sign_in_started', serverUrl },
      changed,
      asked,
      { type: 'client_forgotten', serverUrl, issuer },
      changed,
    )
    tell(asked, { type: 'signed_in', serverUrl, issuer }, { type: 'sign_in_started', serverUrl }, changed, asked)
    expect(text().match(/Comes back to.*\n\nnote: The authorization server has changed/g)).toHaveLength(3)
  })

  it('warns on stderr, where programs that read stdout do not look', () => {
    const { tell, text, errors } = watch()
    tell({ type: 'sign_in_started', serverUrl }, changed, asked)
    expect(errors()).toMatch(/^note: The authorization server has changed.*\n$/)
    expect(text()).toContain(errors())
  })

  it('counts the time down in one line on a terminal, and takes it away at the end', () => {
    const { tell, text } = watch({ isTTY: true })
    tell(waiting())
    const counted = (left: string): string => `${eraseLine}Waiting for the browser, ${left} left. Ctrl-C stops.`
    expect(text()).toBe(counted('5:00'))
    vi.advanceTimersByTime(2000)
    expect(text()).toBe(counted('5:00') + counted('4:59') + counted('4:58'))
    tell({ type: 'waiting_ended', serverUrl })
    vi.advanceTimersByTime(5000)
    expect(text().endsWith(`${counted('4:58')}${eraseLine}`)).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('keeps the time left below a note', () => {
    const { tell, text } = watch({ isTTY: true })
    tell(waiting(), { type: 'callback_ignored', from: 'paste', reason: 'bare_code', hasError: false })
    const line = 'Waiting for the browser, 5:00 left. Ctrl-C stops.'
    expect(text()).toMatch(/note: That is only a code[\s\S]*browser\.\n/)
    expect(text().endsWith(`\n${line}`)).toBe(true)
  })

  it.each([
    [40, 'Waiting, 5:00 left. Ctrl-C stops.'],
    [20, '5:00'],
    [3, ''],
  ])('fits the time left into %i columns', (columns, line) => {
    const { tell, text } = watch({ isTTY: true, columns })
    tell(waiting())
    expect(text()).toBe(eraseLine + line)
  })

  it.each([{ isTTY: false }, { isTTY: true, env: { TERM: 'dumb' } }])(
    'says once how long it waits for %j',
    (options) => {
      const { tell, text } = watch(options)
      tell(waiting())
      vi.advanceTimersByTime(10_000)
      expect(text()).toBe('Waiting up to 5 minutes for the browser to come back. Ctrl-C stops.\n')
    },
  )

  it('offers to paste on a terminal only', () => {
    const offer = 'paste the last address in the browser, and press Enter'
    for (const isTTY of [true, false]) {
      const { tell, text } = watch({ isTTY, columns: 200 })
      tell(asked)
      expect(text().includes(offer)).toBe(isTTY)
    }
  })

  it('shows how the browser comes back by SSH, unless it is opened here', () => {
    const ssh = { SSH_CONNECTION: '10.0.0.2 50000 10.0.0.5 22' }
    const command = 'ssh -N -L 3030:127.0.0.1:3030 me@10.0.0.5'
    for (const [env, shown] of [
      [ssh, true],
      [{ ...ssh, DISPLAY: ':10' }, false],
    ] as const) {
      const { tell, text } = watch({ env })
      tell(asked)
      expect(text().includes(command)).toBe(shown)
    }
  })

  it('offers two ways back by SSH on a terminal, before the link', () => {
    const { tell, text } = watch({ isTTY: true, env: { SSH_CONNECTION: '10.0.0.2 50000 10.0.0.5 22' } })
    tell({ type: 'sign_in_started', serverUrl }, asked)
    expect(text()).toMatchInlineSnapshot(`
      "Signing in to notes (https://mcp.example.com/mcp)

      You are connected over SSH, and your browser must come back to this machine. Do
      one of these:

        1. Before you open the link, run this where your browser is:
           ssh -N -L 3030:127.0.0.1:3030 me@10.0.0.5
        2. Paste here the last address in your browser, even that of an error page,
           and press Enter. The input stays hidden.

      There is no display here, so no browser is opened. Open this link in a browser
      on any machine:

      https://auth.example.com/authorize?redirect_uri=http%3A%2F%2F127.0.0.1%3A3030%2Fcallback&state=x

        Asks for              a b
        Authorization server  auth.example.com
        Comes back to         http://127.0.0.1:3030/callback

      "
    `)
  })

  it('names only the tunnel where nothing can be pasted', () => {
    const { tell, text } = watch({ env: { SSH_CONNECTION: '10.0.0.2 50000 10.0.0.5 22' } })
    tell(asked)
    expect(text()).toContain(
      'Before you open the link, run this where your browser is:\n  ssh -N -L 3030:127.0.0.1:3030 me@10.0.0.5\n\n',
    )
    expect(text()).not.toContain('paste')
  })

  it('takes a name with a colon for a name', () => {
    const { tell, text } = watch({ target: 'work:git' })
    tell({ type: 'sign_in_started', serverUrl })
    expect(text()).toBe(`Signing in to work:git (${serverUrl})\n`)
  })

  it('shows nothing of a server name that the terminal would obey', () => {
    const { tell, text } = watch({ target: 'notes\u001b[31m' })
    tell({ type: 'sign_in_started', serverUrl })
    expect(text()).toBe(`Signing in to notes [31m (${serverUrl})\n`)
  })

  it.each([
    [{ DISPLAY: ':0' }, true, 'Your browser opens now.'],
    [{}, true, 'There is no display here'],
    [{ DISPLAY: ':0' }, false, 'Open this link in a browser:'],
  ])('says with %j, browser %s: %s', (env, browser, words) => {
    const { tell, text } = watch({ env, browser })
    tell(asked)
    expect(text()).toContain(words)
  })

  it('says what else happens, each thing once', () => {
    const { tell, text } = watch()
    const events: readonly Told[] = [
      { type: 'browser_failed', error: new Error('No browser was opened.') },
      { type: 'store_fallback', reason: 'There is no keychain.', error: new Error('x') },
      { type: 'step_up', serverUrl, scope: 'write' },
      { type: 'issuer_changed', serverUrl, issuer, before: 'https://old.example.com' },
      legacy,
      legacy,
      {
        type: 'callback_unavailable',
        redirectUri: 'http://127.0.0.1:3030/callback',
        error: new Error('Port 3030 is in use.'),
      },
      { type: 'callback_ignored', from: 'browser', reason: 'no_state', hasError: true },
      { type: 'callback_ignored', from: 'browser', reason: 'no_state', hasError: false },
      { type: 'callback_ignored', from: 'browser', reason: 'posted', hasError: false },
      { type: 'notice', rule: 'quirk', message: 'A rule is followed.', issuer },
      { type: 'refreshed', serverUrl },
    ]
    tell(...events)
    expect(text()).toMatchInlineSnapshot(`
      "note: No browser was opened. Open the link yourself.
      note: There is no keychain. A sign-in lasts only until this program ends; with --store file it is kept.
      note: The server asks for more than was granted: write
      note: The authorization server has changed: it is https://auth.example.com now, and was https://old.example.com before. Is that what you expect?
      note: The server follows MCP 2025-03-26: only its own address says which server authorizes.
      note: Port 3030 is in use. The browser will show an error at the end: paste the address of that page here.
      note: An error came back, but nothing ties it to this sign-in, so it is ignored. Still waiting.
      note: The browser sent a POST whose address has no state, so the POST is ignored. Still waiting.
      "
    `)
  })

  it('says once that a page in the browser sends answers, and of each paste why it was not taken', () => {
    const { tell, text } = watch()
    const stray: Told = { type: 'callback_ignored', from: 'browser', reason: 'no_state', hasError: true }
    const pasted: Told = { type: 'callback_ignored', from: 'paste', reason: 'bare_code', hasError: false }
    tell(stray, stray, pasted, stray, pasted, stray)
    expect(text().match(/note: An error came back/g)).toHaveLength(1)
    expect(text().match(/note: That is only a code/g)).toHaveLength(2)
  })

  it.each([
    'bare_code',
    'no_state',
    'wrong_state',
    'repeated_state',
    'wrong_address',
    'too_long',
    'not_an_answer',
  ] as const)('says why a pasted text was not taken: %s (H113)', (reason) => {
    const { tell, text } = watch()
    tell({ type: 'callback_ignored', from: 'paste', reason, hasError: false })
    expect(text()).toMatch(/^note: That .*\n$/)
  })

  it('says that another program signs in', () => {
    const { tell, text, view } = watch()
    tell({ type: 'waiting', for: 'other_process', serverUrl })
    expect(text()).toContain('Another program is signing in to this server.')
    expect(view.signedIn()).toBe(false)
    tell({ type: 'signed_in', serverUrl, issuer })
    expect(view.signedIn()).toBe(true)
  })
})

it('gives programs each event in a line of JSON, and of an error no more than name, code and message', () => {
  const { json, text } = watch()
  const error = Object.assign(new Error('Broken.', { cause: new Error('secret-cause') }), {
    code: 'x',
    secret: 'secret',
  })
  json.onEvent({ ...asked, serverUrl } as AuthEvent)
  json.onEvent({ type: 'browser_failed', serverUrl, error })
  json.onEvent({ type: 'signed_in', serverUrl, issuer })
  const lines = text()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines).toEqual([
    { type: 'authorization_url', url: url.href, serverUrl, issuer, scope: 'a b', redirectUri },
    { type: 'browser_failed', serverUrl, error: { name: 'Error', code: 'x', message: 'Broken.' } },
    { type: 'signed_in', serverUrl, issuer },
  ])
  expect(json.signedIn()).toBe(true)
})

describe('a wait', () => {
  interface Options extends Partial<Pick<World, 'env' | 'json'>> {
    readonly isTTY?: boolean
    readonly columns?: number
  }

  const text = 'Waiting for notes (https://mcp.example.com/mcp).'

  /** A screen, and what is written to it. */
  function record(columns: number | undefined, { isTTY = true, env = {} }: Options = {}) {
    const written: string[] = []
    const terminal = { isTTY, columns, write: (text: string) => void written.push(text) }
    const live = createLiveLine({ stdout: terminal, stderr: terminal, env })
    return { written, live, stderr: live.above(terminal) }
  }

  /** Begins a wait, and lets a second pass. */
  function wait(options: Options = {}) {
    const { json = false, env = {} } = options
    const { written, live, stderr } = record(options.columns, options)
    const waits = createWaits({ stdout: stderr, stderr, env, json, live, patience: 1000 })
    waits.begin(text)
    vi.advanceTimersByTime(999)
    expect(written).toEqual([])
    vi.advanceTimersByTime(1)
    return { waits, written, stderr }
  }

  it.each([{ isTTY: false }, { env: { TERM: 'dumb' } }])('is told in a line that stays: %j', (options) => {
    const { waits, written } = wait(options)
    expect(written).toEqual([`${text} Ctrl-C stops.\n`])
    waits.end()
    expect(written).toHaveLength(1)
  })

  it('is told on a screen until it is over', () => {
    const { waits, written } = wait()
    expect(written).toEqual([`${eraseLine}${text} Ctrl-C stops.`])
    waits.end()
    expect(written.slice(1)).toEqual([eraseLine])
  })

  it('stays below what is said meanwhile', () => {
    const { written, stderr } = wait()
    stderr.write('note\n')
    expect(written.slice(1)).toEqual([eraseLine, 'note\n', `${text} Ctrl-C stops.`])
  })

  it.each([
    [65, `${text} Ctrl-C stops.`],
    [64, text],
    [50, 'Waiting for notes (https://mcp.example.com/mc…'],
    [5, ''],
    [0, `${text} Ctrl-C stops.`],
  ])('fits into one line of %i columns, with room for the ^C of a terminal', (columns, line) => {
    expect(wait({ columns }).written).toEqual([eraseLine + line])
  })

  it('takes what is not ASCII to be twice as wide', () => {
    const terminal = record(20)
    terminal.live.show('検索サーバー社内', '検索サーバー社内文書一覧')
    expect(terminal.written).toEqual([`${eraseLine}検索サーバー社内`])
    terminal.live.show('検索サーバー社内文書一覧')
    expect(terminal.written.at(-1)).toBe(`${eraseLine}検索サーバー社…`)
  })

  it('stays where whoever reads stdout may write to the same screen', () => {
    const { written, live, stderr } = record(80)
    const stdout = { isTTY: false, write: () => undefined }
    createWaits({ stdout, stderr, env: {}, live, patience: 1000 }).begin(text)
    vi.advanceTimersByTime(1000)
    expect(written).toEqual([`${text} Ctrl-C stops.\n`])
  })

  it('is not told to programs', () => {
    expect(wait({ json: true }).written).toEqual([])
  })

  it('is over when another one begins', () => {
    const { waits, written } = wait()
    waits.begin('Another wait.')
    waits.begin('A third one.')
    expect(vi.getTimerCount()).toBe(1)
    vi.advanceTimersByTime(1000)
    expect(written.slice(1)).toEqual([eraseLine, `${eraseLine}A third one. Ctrl-C stops.`])
  })

  it('is over when a sign-in is interrupted', () => {
    const { tell, interrupt } = watch({ isTTY: true })
    tell({ type: 'sign_in_started', serverUrl })
    interrupt()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is over when the tokens are there', () => {
    const { tell, text } = watch({ isTTY: true })
    tell({ type: 'callback_received', serverUrl })
    vi.advanceTimersByTime(1000)
    expect(text().endsWith(`${eraseLine}Waiting for the tokens. Ctrl-C stops.`)).toBe(true)
    tell({ type: 'signed_in', serverUrl, issuer })
    expect(text().endsWith(`Ctrl-C stops.${eraseLine}`)).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('for a server is over where another program signs in to it', () => {
    const { tell, text } = watch({ isTTY: true })
    tell({ type: 'sign_in_started', serverUrl }, { type: 'waiting', for: 'other_process', serverUrl })
    vi.advanceTimersByTime(5000)
    expect(text()).not.toContain('Waiting for notes')
  })
})
