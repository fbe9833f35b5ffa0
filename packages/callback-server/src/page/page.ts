import { icon } from './page-icon.ts'
import { style } from './page-style.ts'
import { escapeText, plainText } from './page-text.ts'
import { type PageSubject, wordsFor } from './page-words.ts'

/** Names for the page. Plain text, which need not be trusted. */
export interface PageNames {
  readonly serverName?: string | undefined
  readonly appName?: string | undefined
}

/** The page that tells a person how the sign-in ended: complete HTML, without scripts or other resources. */
export function renderPage(subject: PageSubject, names: PageNames): string {
  const words = wordsFor(subject, {
    server: names.serverName ? `<bdi class="name">${plainText(names.serverName, 200)}</bdi>` : undefined,
    app: names.appName ? `<bdi>${plainText(names.appName, 80)}</bdi>` : undefined,
  })
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${renderTitle(subject, words.heading, names)}</title>
<style>${style}</style>
</head>
<body>
<main class="${words.tone}">
${icon(words.icon)}
<h1>${escapeText(words.heading)}</h1>
<p>${words.lead}</p>
<p>${words.next}</p>
${renderDetails(subject)}</main>
<footer>This page comes from a program on this computer.</footer>
</body>
</html>
`
}

/** What a screen reader says first, and what tells one tab from another. */
function renderTitle(subject: PageSubject, heading: string, { serverName = '' }: PageNames): string {
  const ended = subject === 'signed_in' || typeof subject !== 'string'
  const server = ended ? plainText(serverName, 200) : ''
  return server === '' ? escapeText(heading) : `${escapeText(heading)} – ${server}`
}

function renderDetails(subject: PageSubject): string {
  if (typeof subject === 'string') return ''
  const words = plainText(subject.quote?.text ?? '', 600)
  const message = plainText(subject.message, 600)
  const ours = message === '' ? '' : `<p class="details"><b>Details</b> <bdi>${message}</bdi></p>\n`
  if (words === '') return ours
  return ours + renderQuote(plainText(subject.quote?.from ?? '', 200) || 'The authorization server', words)
}

// In quotation marks and with its source, so that nobody takes a server's words for ours.
function renderQuote(from: string, words: string): string {
  const caption = `<figcaption><bdi>${from}</bdi> says:</figcaption>`
  return `<figure class="details">${caption}<blockquote>“<bdi>${words}</bdi>”</blockquote></figure>\n`
}
