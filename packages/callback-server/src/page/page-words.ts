import type { Outcome } from '../redirect.ts'

/**
 * The subject of a page. `interrupted`: closed without an outcome. `stray`: a response that belongs to no sign-in of this
 * program. `wrong_address`: a path other than the redirect URI's.
 */
export type PageSubject = Outcome | 'interrupted' | 'stray' | 'wrong_address'

/** The words of a page. `heading` is plain text; `lead` and `next` are HTML. */
export interface PageWords {
  readonly tone: 'good' | 'neutral' | 'bad'
  readonly icon: 'check' | 'stop' | 'clock' | 'cross' | 'question'
  readonly heading: string
  readonly lead: string
  readonly next: string
}

/** Names that are already escaped for HTML. */
export interface SafeNames {
  readonly server: string | undefined
  readonly app: string | undefined
}

/** The words for a page: the result, and the next step. */
export function wordsFor(subject: PageSubject, names: SafeNames): PageWords {
  const key = typeof subject === 'string' ? subject : subject.error
  return words[key](names.server, names.app ?? 'your application')
}

type WordsKey = Extract<PageSubject, string> | 'denied' | 'expired' | 'failed'

const words: Record<WordsKey, (server: string | undefined, app: string) => PageWords> = {
  signed_in: (server, app) => ({
    tone: 'good',
    icon: 'check',
    heading: 'Sign-in complete',
    lead: server ? `You are signed in to ${server}.` : 'You are signed in.',
    next: `You can close this tab and go back to ${app}.`,
  }),
  denied: (server, app) => ({
    tone: 'neutral',
    icon: 'stop',
    heading: 'Access was not granted',
    lead: server ? `You are not signed in to ${server}.` : 'You are not signed in.',
    next: `If you did not mean to decline, go back to ${app} and sign in again. Otherwise you can close this tab.`,
  }),
  expired: (server, app) => ({
    tone: 'neutral',
    icon: 'clock',
    heading: 'The sign-in took too long',
    lead: server ? `You are not signed in to ${server}.` : 'You are not signed in.',
    next: `Close this tab, go back to ${app} and sign in again.`,
  }),
  failed: (server, app) => ({
    tone: 'bad',
    icon: 'cross',
    heading: 'The sign-in failed',
    lead: server ? `You are not signed in to ${server}.` : 'You are not signed in.',
    next: `Close this tab, go back to ${app} and try again.`,
  }),
  interrupted: () => ({
    tone: 'bad',
    icon: 'cross',
    heading: 'The sign-in failed',
    lead: 'The sign-in ended before it was complete.',
    next: 'Go back to the application and try again.',
  }),
  stray: (_server, app) => ({
    tone: 'neutral',
    icon: 'question',
    heading: 'This is not the answer we wait for',
    lead: 'This answer does not belong to the sign-in that is under way.',
    next: `Nothing was changed. Close this tab. If ${app} does not go on by itself, sign in again from there.`,
  }),
  wrong_address: (_server, app) => ({
    tone: 'neutral',
    icon: 'question',
    heading: 'There is no page at this address',
    lead: 'This program waits for a sign-in, and its answer comes to another address.',
    next: `Nothing was changed. You can close this tab and go back to ${app}.`,
  }),
}
