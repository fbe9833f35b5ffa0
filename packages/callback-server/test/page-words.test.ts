import { describe, expect, it } from 'vitest'
import { renderPage } from '../src/page/page.ts'
import { style } from '../src/page/page-style.ts'
import type { PageSubject } from '../src/page/page-words.ts'

const rows: readonly (readonly [PageSubject, string, string, string, string])[] = [
  ['signed_in', 'good', 'Sign-in complete', 'You are signed in.', 'You can close this tab and go back to fast-agent.'],
  [
    { error: 'denied', message: '' },
    'neutral',
    'Access was not granted',
    'You are not signed in.',
    'If you did not mean to decline, go back to fast-agent and sign in again. Otherwise you can close this tab.',
  ],
  [
    { error: 'expired', message: '' },
    'neutral',
    'The sign-in took too long',
    'You are not signed in.',
    'Close this tab, go back to fast-agent and sign in again.',
  ],
  [
    { error: 'failed', message: '' },
    'bad',
    'The sign-in failed',
    'You are not signed in.',
    'Close this tab, go back to fast-agent and try again.',
  ],
  [
    'interrupted',
    'bad',
    'The sign-in failed',
    'The sign-in ended before it was complete.',
    'Go back to the application and try again.',
  ],
  [
    'stray',
    'neutral',
    'This is not the answer we wait for',
    'This answer does not belong to the sign-in that is under way.',
    'Nothing was changed. Close this tab. If fast-agent does not go on by itself, sign in again from there.',
  ],
  [
    'wrong_address',
    'neutral',
    'There is no page at this address',
    'This program waits for a sign-in, and its answer comes to another address.',
    'Nothing was changed. You can close this tab and go back to fast-agent.',
  ],
]

const page = (subject: PageSubject): string => renderPage(subject, { appName: 'fast-agent' })
const signOf = (subject: PageSubject): string | undefined =>
  page(subject).match(/<svg [^>]*><circle cx="12"[^>]*\/><path d="(M[^"]+)" [^>]+\/><\/svg>/)?.[1]

describe('each way to end', () => {
  it.each(rows)('has its colour, its heading and what to do next: %j', (subject, tone, heading, lead, next) => {
    expect(page(subject)).toContain(`<main class="${tone}">`)
    expect(page(subject)).toContain(`<h1>${heading}</h1>`)
    expect(page(subject).replace(/<\/?bdi>/g, '')).toContain(`<p>${lead}</p>\n<p>${next}</p>\n</main>`)
  })

  it('has a sign, by which success, refusal, delay, failure and strangers are told apart', () => {
    const signs = rows.map(([subject]) => signOf(subject))
    const [success, refusal, delay, failure, early, stray, elsewhere] = signs
    expect(signs).toEqual(rows.map(() => expect.any(String)))
    expect(new Set([success, refusal, delay, failure, stray]).size).toBe(5)
    expect([early, elsewhere]).toEqual([failure, stray])
  })

  it('is readable where everything else is dark', () => {
    expect(style).toContain('@media (prefers-color-scheme: dark)')
  })
})
