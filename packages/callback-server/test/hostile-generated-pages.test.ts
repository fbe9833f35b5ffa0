import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { type PageNames, renderPage } from '../src/page/page.ts'
import type { PageSubject } from '../src/page/page-words.ts'

/** Words of a server, which begin with a letter so that there is something to show. */
const words = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '<script>alert(1)</script>',
        '</title><script>',
        '<img src=x onerror=alert(1)>',
        '"><svg onload=',
        '-->',
      ),
      fc.constantFrom(
        '</style>',
        ']]>',
        '&lt;',
        '&#60;script&#62;',
        '&',
        "'",
        '"',
        '`',
        '{{error_uri}}',
        '#{7*7}',
        '<%= x %>',
      ),
      fc.constantFrom(
        'javascript:alert(1)',
        'https://evil.example/',
        'data:text/html,x',
        '</bdi>',
        '</blockquote>',
        '<a href=',
      ),
      fc.constantFrom(
        '\u001b[2J',
        '\u0000',
        '\u202e',
        '\u2066',
        '\u200b',
        '\u3164',
        '\u009b',
        '\u2028',
        '\r\n\r\n',
        '\ufeff',
        '\u{e0041}',
      ),
      fc.string({ unit: 'binary', maxLength: 10 }),
      fc.integer({ min: 1, max: 3000 }).map((length) => 'a'.repeat(length)),
    ),
    { maxLength: 8 },
  )
  .map((parts) => `w${parts.join('')}`)

interface Page {
  readonly subject: PageSubject
  readonly names: PageNames
}

const pages = fc
  .record({ word: words, from: words, server: words, app: words })
  .chain(({ word, from, server, app }) => {
    const error = fc.constantFrom('denied' as const, 'expired' as const, 'failed' as const)
    const failures = fc.oneof(
      error.map((kind) => ({ error: kind, message: word })),
      error.map((kind) => ({ error: kind, message: 'w', quote: { from, text: word } })),
    )
    const ended = fc.constantFrom(
      'signed_in' as const,
      'interrupted' as const,
      'stray' as const,
      'wrong_address' as const,
    )
    return fc.record<Page>({
      subject: fc.oneof(failures, ended),
      names: fc.constant({ serverName: server, appName: app }),
    })
  })

/** The same page where all words are harmless. */
function harmless({ subject }: Page): string {
  const names = { serverName: 'w', appName: 'w' }
  if (typeof subject === 'string') return renderPage(subject, names)
  return renderPage({ ...subject, message: 'w', ...(subject.quote && { quote: { from: 'w', text: 'w' } }) }, names)
}

const markupOf = (html: string): readonly string[] => html.match(/<[^>]*>?/g) ?? []

describe('whatever a server says and is called', () => {
  it('the page has the markup of a page of harmless words, and so no link, script or form (H43, V11)', () => {
    fc.assert(
      fc.property(pages, (page) => {
        const html = renderPage(page.subject, page.names)
        expect(markupOf(html)).toEqual(markupOf(harmless(page)))
        expect(html.replace(/<[^>]*>/g, '')).not.toMatch(/[<>]/)
        expect(html).not.toMatch(/<(?:a|script|form|img|link|iframe|object|base|meta http)\b/i)
      }),
      hostile(1000),
    )
  })

  it('each sign of HTML in it is written as an entity, and nothing acts on the text around it', () => {
    fc.assert(
      fc.property(pages, ({ subject, names }) => {
        const text = renderPage(subject, names)
          .replace(/<style>[\s\S]*?<\/style>/, '')
          .replace(/<[^>]*>/g, '')
        expect(text.replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toMatch(/[&<>"']/)
        expect(text.replaceAll('\n', '')).not.toMatch(
          /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u,
        )
      }),
      hostile(1000),
    )
  })

  it('the page stays short', () => {
    fc.assert(
      fc.property(pages, (page) => {
        const added = renderPage(page.subject, page.names).length - harmless(page).length
        // Each sign becomes six at the most: 600 of words, and names of 200 and 80, each of them shown twice at most.
        expect(added).toBeLessThan(6 * (600 + 3 * 200 + 2 * 80))
      }),
      hostile(500),
    )
  })
})
