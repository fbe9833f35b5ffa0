import { describe, expect, it } from 'vitest'
import { renderPage } from '../src/page/page.ts'
import type { PageSubject } from '../src/page/page-words.ts'

/** The text that a person reads. */
function read(subject: PageSubject): string {
  const body = renderPage(subject, {}).replace(/^[\s\S]*<body>/, '')
  return body
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

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
