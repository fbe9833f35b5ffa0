import { createServer, type Server, type ServerResponse } from 'node:http'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { deferred } from '../src/deferred.ts'
import { endServers } from '../src/end-servers.ts'
import { createWaitingBrowsers } from '../src/waiting-browsers.ts'
import { closed, openSocket, portOf, visit } from './browser.ts'

const page = { status: 200, type: 'text/html', body: 'The page.' } as const
let server: Server
let request: Promise<ServerResponse>
let url: string

beforeEach(async () => {
  const received = deferred<ServerResponse>()
  request = received.promise
  server = createServer((_request, response) => received.resolve(response))
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve))
  url = `http://127.0.0.1:${portOf(server)}/`
})
afterEach(() => endServers([server], Promise.resolve()))

it('has sent the last byte of the page when it says that the browser was answered', async () => {
  const browsers = createWaitingBrowsers()
  const browser = visit(url)
  const response = await request
  browsers.hold(response)
  await browsers.answer(page)
  expect(response).toMatchObject({ writableFinished: true, req: { socket: { destroyed: true } } })
  expect((await browser).body).toBe('The page.')
})

it('leaves connections open until their pages are delivered', async () => {
  const delivered = deferred<void>()
  const browser = visit(url)
  const response = await request
  const ended = endServers([server], delivered.promise)
  response.end('The page.', () => delivered.resolve())
  expect((await browser).body).toBe('The page.')
  await ended
})

it('holds no program open once the pages are delivered', async () => {
  const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  const before = timers()
  await endServers([server], Promise.resolve())
  expect(timers()).toBe(before)
})

it('does not wait for ever for a browser that does not take its page', async () => {
  const socket = await openSocket(portOf(server))
  await endServers([server], new Promise(() => {}), 1)
  await closed(socket)
  expect(server.listening).toBe(false)
})
