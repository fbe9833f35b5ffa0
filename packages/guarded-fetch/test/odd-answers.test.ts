import { createServer } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createGuardedFetch } from '../src/index.ts'
import { portOf } from './start-server.ts'

/** The answer to a request, byte for byte. */
async function answerTo(head: Buffer): Promise<{ readonly url: string; readonly response: Response }> {
  const server = createServer(
    (socket) => void socket.end(Buffer.concat([head, Buffer.from('content-length: 2\r\n\r\n{}')])),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${portOf(server)}/token`
  return { url, response: await createGuardedFetch({ serverUrl: 'http://localhost/mcp', env: {} })(url) }
}

// A refresh whose answer were lost would lose the sign-in: the old token is used up.
it.each([
  ['in Russian', Buffer.from('HTTP/1.1 200 ОК\r\n')],
  ['in Chinese', Buffer.from('HTTP/1.1 200 好\r\n')],
  ['in Latin-1', Buffer.from('HTTP/1.1 200 Accepté\r\n', 'latin1')],
  ['that is missing', Buffer.from('HTTP/1.1 200\r\n')],
])('takes an answer with a reason %s (H21)', async (_, head) => {
  const { url, response } = await answerTo(head)
  expect(response).toMatchObject({ status: 200, ok: true, url, redirected: false })
  expect(await response.json()).toEqual({})
})

it('keeps the reason of an answer', async () => {
  const { response } = await answerTo(Buffer.from('HTTP/1.1 401 Nicht erlaubt\r\n'))
  expect(response).toMatchObject({ status: 401, statusText: 'Nicht erlaubt', ok: false })
})

it.each([600, 999])('takes the status %i, which is no success of its clones either (H21)', async (status) => {
  const { response } = await answerTo(Buffer.from(`HTTP/1.1 ${status} Denied\r\n`))
  expect(response).toMatchObject({ status, ok: false })
  expect(response.clone().ok).toBe(false)
  expect(await response.json()).toEqual({})
})
