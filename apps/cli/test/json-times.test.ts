import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { expect, it } from 'vitest'
import { jsonEvent } from '../src/sign-in/json-event.ts'
import { startMock } from './support/servers.ts'
import { runHere } from './support/world.ts'

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
  expect(events).toContainEqual(expect.objectContaining({ type: 'token_stored', expiresAt: iso }))
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'waiting', until: new Date(now + 60_000).toISOString() }),
  )
})

it('a time that is none is left out', () => {
  const event = { type: 'token_stored', serverUrl: 'https://a.example', issuer: 'https://as.example' } as const
  expect(jsonEvent({ ...event, expiresAt: 9e15 }, now)).toEqual({ ...event, expiresAt: undefined })
  expect(jsonEvent(event, now)).toEqual(event)
})
