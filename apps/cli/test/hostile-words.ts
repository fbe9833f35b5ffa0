import { replaceHidden } from '@fast-agent-auth/discovery/untrusted'
import type { AuthEvent } from 'fast-agent-auth'
import fc from 'fast-check'
import { expect } from 'vitest'
import { createLiveLine } from '../src/terminal/live-line.ts'
import type { World } from '../src/world.ts'

/** Text of a server, a store or a foreign file: words with characters that act on a terminal or turn the text round. */
export const words: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\u001b[2J',
        '\u001b]0;owned\u0007',
        '\u001b]8;;https://evil.example\u001b\\',
        '\u001bP',
        '\u001b[31m',
        '\u001b',
        '\u009b2J',
      ),
      fc.constantFrom(
        '\u0000',
        '\u0007',
        '\b\b\b',
        '\r',
        '\n',
        '\r\n',
        '\t',
        '\u007f',
        '\u0085',
        '\u009d0;x\u009c',
        '\u000b',
        '\u001a',
      ),
      fc.constantFrom('\u202e', '\u202a', '\u2066', '\u2069', '\u200e', '\u200f', '\u061c', '\u2028', '\u2029'),
      fc.constantFrom('\u200b', '\u200d', '\u00ad', '\u034f', '\u3164', '\ufe0f', '\ufeff', '\u{e0041}'),
      fc.constantFrom('error: ', 'hint: rm -rf ~', '"', '\\', '{"', '日本語', '👩‍👩‍👧'),
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.integer({ min: 1, max: 300 }).map((length) => 'x'.repeat(length)),
    ),
    { maxLength: 6 },
  )
  .map((parts) => `w${parts.join('')}`)

/** Every event that holds words from elsewhere. */
export function eventsOf(text: string): readonly AuthEvent[] {
  const serverUrl = 'https://mcp.example.com/mcp'
  const error = Object.assign(new Error(text), { code: text })
  const url = new URL('https://auth.example.com/authorize?redirect_uri=http%3A%2F%2F127.0.0.1%3A3030%2Fcallback')
  url.searchParams.set('x', text)
  return [
    { type: 'sign_in_started', serverUrl },
    { type: 'step_up', serverUrl, scope: text },
    { type: 'issuer_changed', serverUrl, issuer: text, before: text },
    {
      type: 'authorization_url',
      serverUrl,
      url,
      issuer: 'https://auth.example.com',
      scope: text,
      redirectUri: 'http://127.0.0.1:3030/callback',
    },
    { type: 'browser_failed', serverUrl, error },
    { type: 'client_forgotten', serverUrl, issuer: text },
    { type: 'refresh_failed', serverUrl, final: false, error },
    { type: 'store_failed', serverUrl, error },
    { type: 'record_damaged', serverUrl, error },
    { type: 'store_fallback', serverUrl, reason: text, error },
    { type: 'notice', rule: 'foreign_endpoint', serverUrl, message: text },
    { type: 'callback_unavailable', serverUrl, redirectUri: text, error },
  ]
}

/** Nothing but our line ends moves a cursor, nothing turns the direction of writing, and nothing is hidden. */
export function expectHarmless(printed: string): void {
  const lines = printed.replaceAll('\n', '')
  expect(replaceHidden(lines, () => '')).toBe(lines)
}

/** The same of lines of JSON, which are whole. */
export function expectHarmlessJson(printed: string): void {
  expectHarmless(printed)
  expect(() => JSON.parse(printed)).not.toThrow()
}

/** Without colours: each escape is then a stranger's. */
export const env: World['env'] = { NO_COLOR: '1', TERM: 'dumb' }
/** A terminal, and what is on it. */
export function record(width: number): { readonly terminal: World['stdout']; readonly text: () => string } {
  const written: string[] = []
  const terminal = { isTTY: true, columns: width, write: (text: string) => void written.push(text) }
  return { terminal, text: () => written.join('') }
}

export function worldOf(terminal: World['stdout']): World {
  const none = async (): Promise<undefined> => undefined
  return {
    argv: [],
    version: '0',
    invocation: 'fast-agent-auth',
    stdin: { isTTY: true, readLine: none, readPasted: none, readAll: async () => '' },
    stdout: terminal,
    stderr: terminal,
    live: createLiveLine({ stdout: terminal, stderr: terminal, env }),
    env,
    cwd: '/',
    home: undefined,
    surroundings: { platform: 'linux', user: () => 'me', host: () => 'h', isContainer: () => false },
    signal: new AbortController().signal,
    now: () => 0,
    patience: 1000,
    selectStore: () => Promise.reject(new Error('no store')),
  }
}
