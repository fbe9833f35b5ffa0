import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { renderPage } from '../src/page/page.ts'
import { contentSecurityPolicy } from '../src/page/page-style.ts'
import type { PageSubject } from '../src/page/page-words.ts'

const names = { serverName: 'mcp.example.com', appName: 'fast-agent' }
const hostile = '</p><script>alert("1")</script>\'&\u202e\u0000\nx'
const subjects: readonly PageSubject[] = [
  'signed_in',
  { error: 'denied', message: 'The server said "access_denied".' },
  { error: 'expired', message: 'It took longer than 5 minutes.' },
  { error: 'failed', message: 'The token endpoint answered 502.' },
  'interrupted',
  { error: 'denied', message: 'Not shown.', quote: { from: 'as.example.com', text: 'The owner declined.' } },
  'stray',
  'wrong_address',
]

/** The text that a person reads. */
function read(subject: PageSubject, given: object = names): string {
  const body = renderPage(subject, given).replace(/^[\s\S]*<body>/, '')
  return body
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

describe('the page', () => {
  it('says where one is signed in and what to do next', () => {
    expect(read('signed_in')).toContain(
      'You are signed in to mcp.example.com. You can close this tab and go back to fast-agent.',
    )
  })

  it('says so without names', () => {
    expect(read('signed_in', {})).toContain(
      'You are signed in. You can close this tab and go back to your application.',
    )
  })

  it.each(['denied', 'expired', 'failed'] as const)('says that one is not signed in, and where not: %s', (error) => {
    expect(read({ error, message: '' })).toContain('You are not signed in to mcp.example.com.')
    expect(read({ error, message: '' }, {})).toContain('You are not signed in. ')
  })

  it.each<[PageSubject, string]>([
    ['signed_in', 'Sign-in complete – mcp.example.com'],
    [{ error: 'denied', message: '' }, 'Access was not granted – mcp.example.com'],
    ['stray', 'This is not the answer we wait for'],
    ['wrong_address', 'There is no page at this address'],
  ])('has a title that says what happened, and where one was asked to sign in: %j', (subject, title) => {
    expect(renderPage(subject, names)).toContain(`<title>${title}</title>`)
    expect(renderPage(subject, {})).toContain(`<title>${title.replace(' – mcp.example.com', '')}</title>`)
  })

  it.each(['denied', 'expired', 'failed'] as const)('shows the message apart from its own words: %s', (error) => {
    const html = renderPage({ error, message: 'Because of this & that.' }, names)
    expect(html).toContain('<p class="details"><b>Details</b> <bdi>Because of this &amp; that.</bdi></p>')
    expect(renderPage({ error, message: '' }, names)).toMatch(/<\/p>\n<\/main>/)
  })

  it('escapes messages, quotes and names, and drops characters that turn or hide text', () => {
    const given = { serverName: hostile, appName: hostile }
    const escaped = '&lt;/p&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp; x'
    const failed = { error: 'failed', message: hostile } as const
    for (const [subject, times] of [
      [failed, 4],
      [{ ...failed, quote: { from: hostile, text: hostile } }, 6],
    ] as const) {
      const html = renderPage(subject, given)
      expect(html.split(escaped)).toHaveLength(times + 1)
      expect(html).not.toContain('<script')
      expect([...html].filter((character) => '\u202e\u0000'.includes(character))).toEqual([])
    }
  })

  it('cuts a long message, and no other', () => {
    expect(read({ error: 'failed', message: '😀'.repeat(600) })).toContain(`${'😀'.repeat(600)} `)
    expect(read({ error: 'failed', message: '😀'.repeat(5000) })).toContain(`${'😀'.repeat(599)}… `)
  })

  it.each(subjects)('is one that a screen reader can use, with nothing from elsewhere: %j', (subject) => {
    const html = renderPage(subject, names)
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/)
    expect(html.match(/<h1>/g)).toHaveLength(1)
    expect(html.match(/<main /g)).toHaveLength(1)
    expect(html.match(/<footer>/g)).toHaveLength(1)
    expect(html).toMatch(/<svg [^>]*aria-hidden="true"/)
    expect(html).toMatch(/<title>[^<]+<\/title>/)
    expect(html).not.toMatch(/<script|<link|<img|<form|href=|src=|style=|url\(|@import/)
  })

  it('is allowed its own style by the policy and nothing else (V11)', () => {
    const style = renderPage('signed_in', {}).match(/<style>([\s\S]*)<\/style>/)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(contentSecurityPolicy).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    )
  })
})

describe('a quotation on the page', () => {
  it('shows the words of a server as its own, in quotation marks, beside our message', () => {
    const quote = { from: 'as.example.com', text: 'The owner said "no" & left.' }
    const html = renderPage({ error: 'denied', message: 'Our own words.', quote }, {})
    expect(html).toContain('<figcaption><bdi>as.example.com</bdi> says:</figcaption>')
    expect(html).toContain('<blockquote>“<bdi>The owner said &quot;no&quot; &amp; left.</bdi>”</blockquote>')
    expect(html).toContain('<p class="details"><b>Details</b> <bdi>Our own words.</bdi></p>')
  })

  it('shows the message where the server said nothing, and names a server that has no name', () => {
    const message = 'Our own words.'
    expect(read({ error: 'denied', message, quote: { from: 'as.example.com', text: '\u202e ' } })).toContain(message)
    const nameless = read({ error: 'denied', message, quote: { from: '', text: 'No.' } })
    expect(nameless).toContain('The authorization server says:“No.”')
  })

  it('cuts the long words of a server, and its long name', () => {
    const quote = { from: 'a'.repeat(5000), text: 'b'.repeat(5000) }
    const text = read({ error: 'failed', message: '', quote })
    expect(text).toContain(`${'a'.repeat(199)}… says:“${'b'.repeat(599)}…”`)
  })
})
