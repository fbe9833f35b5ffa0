import { describe, expect, it } from 'vitest'
import { withTokens } from '../src/index.ts'
import { type Sdk, sdks } from './sdks.ts'
import { createWorld, type World } from './world.ts'

/** A person who has the page before them, and answers when they like. */
function createPerson() {
  let [arrive, agree] = [(): void => undefined, (): void => undefined]
  const atPage = new Promise<void>((resolve) => {
    arrive = resolve
  })
  const agreed = new Promise<void>((resolve) => {
    agree = resolve
  })
  const consent = async (): Promise<'approve'> => {
    arrive()
    await agreed
    return 'approve'
  }
  return { atPage, agree, consent }
}

/** A host that gives a connection up, as by a time limit of its own, when the person is at the page. */
async function giveUp(sdk: Sdk, world: World, fetch: typeof globalThis.fetch, atPage: Promise<void>): Promise<void> {
  const limit = new AbortController()
  const connecting = sdk.connect(world.mock.serverUrl, {
    fetch: (input, init) =>
      fetch(input, { ...init, signal: AbortSignal.any([limit.signal, init?.signal ?? limit.signal]) }),
  })
  connecting.catch(() => undefined)
  await atPage
  limit.abort(new Error('The host waits no longer.'))
  await expect(connecting).rejects.toThrow()
}

describe.each(sdks)('$name', (sdk) => {
  it('a connection that its host gave up is followed by one that uses the same sign-in (H138)', async () => {
    const { atPage, agree, consent } = createPerson()
    const world = createWorld({ consent })
    const fetch = withTokens(world.session, { serverUrl: world.mock.serverUrl, interactive: true })
    await giveUp(sdk, world, fetch, atPage)
    const next = sdk.connect(world.mock.serverUrl, { fetch })
    agree()
    const connection = await next
    expect(await connection.call('echo', { message: 'hello' })).toBe('hello')
    await connection.close()
    expect(world.mock.requestsTo('authorize')).toHaveLength(1)
    expect(world.mock.requestsTo('register')).toHaveLength(1)
  })
})
