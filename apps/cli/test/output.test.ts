import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { describe, expect, it } from 'vitest'
import { jsonEvent } from '../src/sign-in/json-event.ts'
import { hyperlink } from '../src/terminal/hyperlink.ts'
import { printable } from '../src/terminal/printable.ts'
import { createStyle } from '../src/terminal/style.ts'
import { wrap } from '../src/terminal/wrap.ts'
import { startMock } from './support/servers.ts'
import { runHere } from './support/world.ts'

const esc = '\u001B'

describe('printable', () => {
  it.each([
    ['an escape sequence', `a${esc}[2Jb`, 'a [2Jb'],
    ['a C1 control', 'a\u009B2Jb', 'a 2Jb'],
    ['line breaks', 'a\r\nb', 'a b'],
    ['a change of the direction of writing', 'a\u202Eb', 'a b'],
    ['what has no width', 'git\u200bhub\u00ad\u034f \u3164\u{e0041}x\u2060', 'git hub   x'],
    ['half a character', 'a\ud83d', 'a'],
    [
      'joined letters, where letters are joined',
      'می\u200cخواهم क्\u200dष gi\u200ct 1\ufe0f\u20e3',
      'می\u200cخواهم क्\u200dष gi t 1\ufe0f\u20e3',
    ],
    ['letters of any language', 'Grüße 日本語 ⚠️ 👩‍👩‍👧', 'Grüße 日本語 ⚠️ 👩‍👩‍👧'],
  ])('lets nothing through of %s that could act on a terminal (H118, H130)', (_, text, expected) => {
    expect(printable(text)).toBe(expected)
  })
})

describe('createStyle', () => {
  it.each([
    ['colours on a terminal', true, {}, `${esc}[31mx${esc}[39m`],
    ['none in a file', false, {}, 'x'],
    ['none where NO_COLOR is set', true, { NO_COLOR: '1' }, 'x'],
    ['colours where NO_COLOR is empty', true, { NO_COLOR: '' }, `${esc}[31mx${esc}[39m`],
    ['none on a dumb terminal', true, { TERM: 'dumb' }, 'x'],
  ])('has %s', (_, isTTY, env, expected) => {
    expect(createStyle({ isTTY, write() {} }, env).bad('x')).toBe(expected)
  })
})

describe('hyperlink', () => {
  const url = new URL('https://auth.example.com/authorize?a=1&b=2')
  const linked = `${esc}]8;;${url.href}${esc}\\${url.href}${esc}]8;;${esc}\\`

  it.each([
    ['a terminal of VTE', true, { VTE_VERSION: '7600' }, true],
    ['iTerm', true, { TERM_PROGRAM: 'iTerm.app' }, true],
    ['Windows Terminal', true, { WT_SESSION: 'x' }, true],
    ['kitty', true, { TERM: 'xterm-kitty' }, true],
    ['an old VTE', true, { VTE_VERSION: '4205' }, false],
    ['an unknown terminal', true, { TERM: 'xterm-256color' }, false],
    ['tmux', true, { VTE_VERSION: '7600', TMUX: '/tmp/tmux' }, false],
    ['a file', false, { VTE_VERSION: '7600' }, false],
    ['a dumb terminal', true, { VTE_VERSION: '7600', TERM: 'dumb' }, false],
  ])('on %s', (_, isTTY, env, supported) => {
    expect(hyperlink(url, { isTTY, write() {} }, env)).toBe(supported ? linked : url.href)
  })
})

describe('wrap', () => {
  it.each([
    ['words', 'one two three four', 9, 'one two\nthree\nfour'],
    ['a long URL', 'at https://mcp.example.com/mcp now', 10, 'at\nhttps://mcp.example.com/mcp\nnow'],
    ['what goes to a file', 'one two three', Number.POSITIVE_INFINITY, 'one two three'],
  ])('breaks %s at blanks only', (_, text, width, expected) => {
    expect(wrap(text, width)).toBe(expected)
  })
})

const now = 1_790_000_000_000

/** Every number in a value, by the path of its names. */
function numbersIn(value: unknown, path = ''): readonly string[] {
  if (typeof value === 'number') return [path]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => numbersIn(member, `${path}.${name}`))
}

it('every time in JSON is ISO 8601, in results and in events, and milliseconds stand nowhere', async () => {
  const mock = await startMock()
  const store = memoryTokenStore()
  const options = { store, now, browser: mock.openBrowser }
  const commands = [
    ['login', mock.serverUrl, '--no-browser', '--redirect-port', '0', '--timeout', '60'],
    ['login', mock.serverUrl],
    ['status'],
    ['status', mock.serverUrl],
    ['token', mock.serverUrl],
    ['clear', mock.serverUrl, '--yes'],
  ]
  const events: unknown[] = []
  for (const argv of commands) {
    const { code, stdout, stderr } = await runHere([...argv, '--json'], options)
    expect(code).toBe(0)
    const told = stderr
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
    events.push(...told)
    expect(numbersIn([JSON.parse(stdout), ...told])).toEqual([])
  }
  const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  expect(events).toContainEqual(expect.objectContaining({ type: 'signed_in', expiresAt: iso }))
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'waiting', until: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) }),
  )
})

it('a time that is none is left out', () => {
  const event = { type: 'signed_in', serverUrl: 'https://a.example', issuer: 'https://as.example' } as const
  expect(jsonEvent({ ...event, expiresAt: 9e15 })).toEqual({ ...event, expiresAt: undefined })
  expect(jsonEvent(event)).toEqual(event)
})
