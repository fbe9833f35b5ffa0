import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { createKnownSecrets } from '../src/known-secrets.ts'
import { hyperlink } from '../src/terminal/hyperlink.ts'
import { eraseLine } from '../src/terminal/live-line.ts'
import { safeTerminal } from '../src/terminal/safe-terminal.ts'
import { createStyle } from '../src/terminal/style.ts'
import { writeJson } from '../src/terminal/write-json.ts'
import { expectHarmless, words } from './hostile-words.ts'
import { runHere } from './support/world.ts'

const esc = '\u001B'
const hush = 'hush-hush-hush-0123'

function watch(env = {}) {
  const secrets = createKnownSecrets({ env, argv: [] })
  const written: string[] = []
  const to = { isTTY: true, columns: 70, write: (text: string) => void written.push(text) }
  return { secrets, terminal: safeTerminal(to, secrets), text: () => written.splice(0).join('') }
}

describe('the way to a terminal', () => {
  const link = hyperlink(new URL('https://a.example/?b=c'), { isTTY: true, write() {} }, { WT_SESSION: '1' })
  const { bold, dim, good, warning, bad } = createStyle({ isTTY: true, write() {} }, {})

  it.each([
    ['text set off', bold('a') + dim('b') + good('c') + warning('d') + bad('e')],
    ['a line taken back', `${eraseLine}Waiting, 4:59 left.`],
    ['a link', `${link}\n`],
    [
      'ends of lines, tabs and letters of any language',
      'a\n\tGrüße 日本語 👩‍👩‍👧 می\u200cخواهم क्\u200dष 1\ufe0f\u20e3\n',
    ],
  ])('lets %s through as it is', (_, text) => {
    const { terminal, text: written } = watch()
    terminal.write(text)
    expect(written()).toBe(text)
  })

  it.each([
    ['an escape sequence that is none of ours', `a${esc}[2Jb`, 'a [2Jb'],
    ['a colour that is none of ours', `${esc}[5mb`, ' [5mb'],
    ['a C1 control', 'a\u009b2Jb', 'a 2Jb'],
    ['a return to the beginning of the line', 'good\rbad ', 'good bad '],
    [
      'a link that leads elsewhere than it says',
      link.replace('?b=c', '?evil'),
      / \]8;;https:\/\/a\.example\/\?evil \\https/,
    ],
    ['a turn of the direction of writing', 'a\u202eb\u2066c\u2028d', 'a b c d'],
    ['what has no width', 'a\u200bb\u00adc\u{e0041}d', 'a b c d'],
  ])('does not let %s through (H118)', (_, text, expected) => {
    const { terminal, text: written } = watch()
    terminal.write(text)
    expect(written()).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected))
  })

  it('lets nothing through that acts on it, whatever is said', () => {
    const { terminal, text: written } = watch()
    fc.assert(
      fc.property(words, words, (one, other) => {
        terminal.write(`${one}${other}\n`)
        // Our own sequences may be among them.
        expectHarmless(written().replaceAll(/\t/g, '').replaceAll(`${esc}[31m`, '').replaceAll(eraseLine, ''))
      }),
      hostile(1000),
    )
  })

  it('lets no secret through, but one that a person has asked for', () => {
    const { terminal, secrets, text: written } = watch({ FAST_AGENT_AUTH_KEY: hush })
    terminal.write(`a ${hush}\n`)
    expect(written()).toBe('a [redacted]\n')
    terminal.write(`${hush}\n`, { mayHoldSecrets: true })
    expect(written()).toBe(`${hush}\n`)
    secrets.also((text) => text.replaceAll('other', '***'))
    terminal.write(`${hush} other\n`)
    expect(written()).toBe('[redacted] ***\n')
  })

  it('is as wide as the terminal, and one', () => {
    const { terminal } = watch()
    expect([terminal.isTTY, terminal.columns]).toEqual([true, 70])
  })
})

describe('JSON', () => {
  it('means the same, and acts on no terminal', () => {
    const value = fc.oneof(
      fc.dictionary(words, fc.oneof(words, fc.integer(), fc.array(words))),
      fc.jsonValue({ depthSize: 'small' }),
    )
    const { terminal, text: written } = watch()
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 2), (given, indent) => {
        writeJson(given, terminal, { indent })
        const text = written()
        expectHarmless(text)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(given)))
      }),
      hostile(1000),
    )
  })

  it('hides nothing from who reads it (H118)', () => {
    const { terminal, text: written } = watch()
    writeJson({ name: 'a\u200bb\u00ad\u{e0041}' }, terminal, {})
    expect(written()).toBe('{"name":"a\\u200bb\\u00ad\\udb40\\udc41"}\n')
  })

  it('holds no secret in a text or a name, however deep, and stays JSON', () => {
    const { terminal, secrets, text: written } = watch()
    const quoted = 'hush "hush" \\ hush'
    secrets.keep(hush, quoted)
    const deep = Array.from({ length: 50 }).reduce<object>((inner) => ({ a: [inner] }), {
      [hush]: `${quoted}\\d`,
    })
    writeJson({ deep, error: Object.assign(new Error(hush), { code: 'c', cause: quoted }) }, terminal, { secrets })
    const text = written()
    expect(text).not.toContain('hush')
    expect(JSON.parse(text).error).toEqual({ name: 'Error', code: 'c', message: '[redacted]' })
  })

  it('holds a link as it is, which is there to be opened', () => {
    const { terminal, secrets, text: written } = watch()
    secrets.keep(hush)
    writeJson({ url: new URL(`https://a.example/?key=${hush}`) }, terminal, { secrets })
    expect(written()).toBe(`{"url":"https://a.example/?key=${hush}"}\n`)
  })
})

it('a secret on the command line or in the environment is in no error', async () => {
  const env = { DISPLAY: ':0', FAST_AGENT_AUTH_CLIENT_SECRET: hush }
  for (const more of [[], ['--json']]) {
    const { stdout, stderr } = await runHere(['login', 'https://mcp.example.com/mcp', '--client-id', hush, ...more], {
      env,
    })
    expect(stdout + stderr).toContain('FAST_AGENT_AUTH_CLIENT_SECRET is set')
    expect(stdout + stderr).not.toContain(hush)
  }
})
