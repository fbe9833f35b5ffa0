import { partsOf } from '@fast-agent-auth/discovery/untrusted'
import { expect, it, vi } from 'vitest'
import { createSession } from '../src/index.ts'
import { issuer, recordsOf, server } from './token-answers.ts'
import { createWorld } from './world.ts'

const here = 'http://127.0.0.1:3030/callback'
const other = 'http://127.0.0.1:3031/callback'
const localhost = 'http://localhost:3030/callback'
const byHand = `Register an application there with the redirect URI ${here}, and set the option client: { id: '…' }; where it comes with a secret, client: { id: '…', secret: '…' } and issuer: '${issuer}'.`
const uri = 'https://agent.example.com'

/** Somebody is signed in; another application on the same store registers itself, and is answered so. */
async function register(answer: () => Response) {
  const world = createWorld()
  await createSession(server, world.options).login()
  const before = await recordsOf(world.store)
  world.mock.clear()
  world.mock.override.register = answer
  const session = createSession(server, { ...world.options, account: 'second', client: { name: 'Second', uri } })
  const error: unknown = await session.login().then(
    () => undefined,
    (reason: unknown) => reason,
  )
  const sent = world.mock.requestsTo('register').map(({ json }) => json)
  return { ...world, before, error, sent }
}

const json =
  (body: unknown, status = 201) =>
  () =>
    Response.json(body, { status })
const text =
  (body: string, status: number, type = 'text/plain') =>
  () =>
    new Response(body, { status, headers: { 'content-type': type } })
const page = '<!doctype html><title>Log in</title>'
const policy =
  "Policy 'Trusted Hosts' rejected request to client-registration service. Details: URL doesn't match any trusted host or trusted domains"

type Told = readonly [code: string, message: string, requests: number]
type Row = readonly [answer: string, () => Response, ...Told]

const noClient: Told = [
  'invalid_response',
  `${issuer} registered us without a client_id that can be used (RFC 7591 §3.2.1). ${byHand}`,
  1,
]
/** One is asked once more, for the least. */
const refused = (why: string, code = 'refused', requests = 2): Told => [
  code,
  `${issuer} refused to register us as a client ("${why}"). ${byHand}`,
  requests,
]

const rows: readonly Row[] = [
  ['201 without a client_id', json({ client_secret: 'hush' }), ...noClient],
  ['200 without a client_id', json({ client_secret: 'hush' }, 200), ...noClient],
  ['a client_id that is empty', json({ client_id: '' }), ...noClient],
  ['a client_id that is a number', json({ client_id: 7 }), ...noClient],
  ['a client_id that is null', json({ client_id: null }), ...noClient],
  ['a client_id that is a list', json({ client_id: ['c'] }), ...noClient],
  ['a client_id with a line break', json({ client_id: 'c\r\nX-Injected: 1' }), ...noClient],
  ['a client_id for a terminal', json({ client_id: '\u001b[2Jc' }), ...noClient],
  ['a client_id that turns the direction of writing', json({ client_id: 'c\u202ed' }), ...noClient],
  ['a client_id of 4097 characters', json({ client_id: 'c'.repeat(4097) }), ...noClient],
  ['a web page with 200', text(page, 200, 'text/html'), ...noClient],
  ['a list with 200', json([], 200), ...noClient],
  ['null with 201', json(null), ...noClient],
  ['nothing with 201', text('', 201), ...noClient],
  [
    'an error with 200',
    json({ error: 'invalid_client_metadata' }, 200),
    ...refused('invalid_client_metadata', 'invalid_client_metadata'),
  ],
  ['the text Forbidden with 403', text('Forbidden', 403), ...refused('HTTP 403')],
  ['a web page with 404', text(page, 404, 'text/html'), ...refused('HTTP 404', 'refused', 1)],
  ['204', () => new Response(null, { status: 204 }), ...noClient],
  [
    'a redirect (302)',
    () => Response.redirect('https://evil.example.com/r?k=hush'),
    ...refused('HTTP 302', 'refused', 1),
  ],
  [
    'a redirect (307)',
    () => Response.redirect('https://evil.example.com/r', 307),
    ...refused('HTTP 307', 'refused', 1),
  ],
  ['422 and JSON that is not OAuth’s', json({ detail: [{ loc: ['body'], msg: 'no' }] }, 422), ...refused('HTTP 422')],
  ['422 and a message', json({ message: 'name is taken' }, 422), ...refused('HTTP 422: name is taken')],
  ['400 and an error that is no text', json({ error: { code: 7 } }, 400), ...refused('HTTP 400')],
  [
    '403 by Keycloak, twice',
    json({ error: 'insufficient_scope', error_description: policy }, 403),
    ...refused(`insufficient_scope: ${policy}`),
  ],
  [
    'a reason for a terminal',
    json({ error: 'no', error_description: '\u001b[2J\r\n' }, 400),
    ...refused('no: \ufffd[2J\ufffd\ufffd'),
  ],
  ['a reason of a million characters', json({ error: 'x'.repeat(1_000_000) }, 400), ...refused(`${'x'.repeat(200)}…`)],
  [
    'a secret that no header can carry',
    json({ client_id: 'c', client_secret: 'hush\n' }),
    'invalid_response',
    `${issuer} registered us for the client authentication "client_secret_basic", and gave us a secret with a control character, which that cannot carry. ${byHand}`,
    1,
  ],
  ['500', text(page, 500), 'unreachable', `The registration at ${issuer} failed: it answered 500. Try again later.`, 1],
]

it.each(rows)(
  'says so where a server answers a registration with %s, opens no window and loses nothing',
  async (_, answer, code, message, requests) => {
    const { error, sent, mock, windows, outcomes, store, before, listening } = await register(answer)
    expect(error).toMatchObject({ name: 'AuthorizationError', code, message })
    const least = { client_name: 'Second', redirect_uris: [here] }
    const all = { ...least, client_uri: uri, redirect_uris: [here, other] }
    expect(sent).toMatchObject([all, least].slice(0, requests))
    expect(sent[1] ?? {}).not.toHaveProperty('client_uri')
    expect(mock.requests.filter(({ endpoint }) => endpoint !== 'register')).toEqual([])
    const failed = { error: 'failed', message: partsOf(error as Error).problem }
    expect([windows.length, listening(), outcomes.at(-1)]).toEqual([1, 0, failed])
    expect(await recordsOf(store)).toEqual(before)
  },
)

it('repeats no redirect URI that a server has just refused', async () => {
  const { error, sent } = await register(json({ error: 'invalid_redirect_uri' }, 400))
  expect(sent).toMatchObject([{ redirect_uris: [here, other] }, { redirect_uris: [localhost], client_uri: uri }])
  expect(error).toMatchObject({
    code: 'invalid_redirect_uri',
    message: `${issuer} refused to register us as a client ("invalid_redirect_uri"). Register an application there with a redirect URI of this machine that it takes (option redirect), and set the option client: { id: '…' }; where it comes with a secret, client: { id: '…', secret: '…' } and issuer: '${issuer}'.`,
  })
})

it('a registration that is never answered ends after 60 s, since a person waits who would have to begin again', async () => {
  const limits: AbortController[] = []
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((limit) => {
    const controller = new AbortController()
    if (limit === 60_000) limits.push(controller)
    return controller.signal
  })
  const { error, sent } = await register(() => {
    limits.at(-1)?.abort(new DOMException('', 'TimeoutError'))
    return json({ client_id: 'late' })()
  })
  expect(error).toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining(`The registration at ${issuer} failed: no answer within 60 s.`),
  })
  expect(sent).toHaveLength(1)
})
