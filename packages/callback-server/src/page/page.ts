import { style } from './page-style.ts'
import { type PageSubject, type PageWords, wordsFor } from './page-words.ts'

/** Names for the page: plain text that need not be trusted. */
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

/** The title of the page. A screen reader says it first, and a person finds the tab by it. */
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

// The quote has quotation marks and its source, so that nobody takes a server's words for this program's.
function renderQuote(from: string, words: string): string {
  const caption = `<figcaption><bdi>${from}</bdi> says:</figcaption>`
  return `<figure class="details">${caption}<blockquote>“<bdi>${words}</bdi>”</blockquote></figure>\n`
}

const strokes: Record<PageWords['icon'], string> = {
  check: 'M7.5 12.5l3 3 6-6.5',
  stop: 'M8 12h8',
  clock: 'M12 6.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11M12 9.2V12l2 1.2',
  cross: 'M9 9l6 6M15 9l-6 6',
  question: 'M9.7 9.6a2.4 2.4 0 1 1 3.4 2.5c-.7.4-1.1.9-1.1 1.7M12 16.6v.1',
}

/** The icon is decoration: the heading says the same. */
function icon(name: PageWords['icon']): string {
  const path = `<path d="${strokes[name]}" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"/>`
  const circle = '<circle cx="12" cy="12" r="10"/>'
  return `<svg viewBox="2 2 20 20" fill="none" stroke="currentColor" aria-hidden="true">${circle}${path}</svg>`
}

// Control characters, and characters that turn or hide the text around them.
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]+/gu

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

/** Foreign text for a page: on one line, no longer than `maxLength`, with nothing that a browser acts on. */
function plainText(text: string, maxLength: number): string {
  const characters = [...text.replace(invisible, ' ').trim()]
  const shown = characters.length > maxLength ? `${characters.slice(0, maxLength - 1).join('')}…` : characters.join('')
  return escapeText(shown)
}
