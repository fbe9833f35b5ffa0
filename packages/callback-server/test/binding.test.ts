import { networkInterfaces } from 'node:os'
import { describe, expect, it } from 'vitest'
import { freePort, occupy, openSocket, release, visit } from './browser.ts'
import { busyPort, open, uri } from './opening.ts'

describe('the redirect URI', () => {
  it('has the port that was bound, and answers there (Q11)', async () => {
    const { redirectUri, redirectUris } = await open({ port: 0 })
    expect(redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d+\/callback$/)
    expect(redirectUris).toEqual([redirectUri])
    expect((await visit(redirectUri)).status).toBe(400)
  })

  it('has the path that was asked for', async () => {
    const redirect = await open({ port: 0, path: '/oauth/callback' })
    const browser = visit(`${redirect.redirectUri}?state=state-1`)
    expect((await redirect.response).pathname).toBe('/oauth/callback')
    await redirect.finish('signed_in')
    expect((await browser).status).toBe(200)
  })

  it.each(['127.0.0.1', 'localhost'] as const)('is not reachable from the network: %s (V3)', async (host) => {
    const { port } = new URL((await open({ host, port: 0 })).redirectUri)
    const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
    const outside = addresses.filter(({ internal, family }) => !internal && family === 'IPv4')
    const answers = await Promise.allSettled(outside.map(({ address }) => visit(`http://${address}:${port}/`)))
    expect(answers.map(({ status }) => status)).toEqual(outside.map(() => 'rejected'))
  })

  it('moves on where a port is busy, and lists what a later listener may bind', async () => {
    const [busy, free] = [await busyPort(), await freePort()]
    const redirect = await open({ port: busy, fallbackPorts: [free, busy, 1, 0] })
    expect(redirect.redirectUri).toBe(uri(free))
    expect(redirect.redirectUris).toEqual([uri(free), uri(busy), uri(1)])
  })

  it('takes any free port where all others are busy', async () => {
    const busy = [await busyPort(), await busyPort()]
    const redirect = await open({ port: busy[0], fallbackPorts: [...busy.slice(1), 0] })
    expect(redirect.redirectUris).toEqual([redirect.redirectUri, ...busy.map((port) => uri(port))])
  })

  it('is one that the client is registered with, where that port is free', async () => {
    const [busy, free] = [await busyPort(), await freePort()]
    const preferred = [uri(busy), `http://localhost:${busy}/callback`, uri(free)]
    expect((await open({ port: 0 }, { preferred })).redirectUri).toBe(uri(free))
  })

  it('is the port that was asked for, where that is free, before any that the client is registered with', async () => {
    const [asked, registered] = [await freePort(), await freePort()]
    const redirect = await open({ port: asked, fallbackPorts: [0] }, { preferred: [uri(registered)] })
    expect(redirect.redirectUri).toBe(uri(asked))
  })

  it('keeps the pinned port whatever the client is registered with', async () => {
    const [pinned, free] = [await freePort(), await freePort()]
    const redirect = await open({ port: pinned, fallbackPorts: [] }, { preferred: [uri(free)] })
    expect(redirect.redirectUris).toEqual([uri(pinned)])
  })
})

async function canBind(address: string): Promise<boolean> {
  const probe = await occupy(address)
  await release(probe)
  return probe !== undefined
}

describe('a busy port', () => {
  it('is named where it is pinned, with what to do', async () => {
    const port = await busyPort()
    const opening = open({ port, fallbackPorts: [] })
    await expect(opening).rejects.toMatchObject({ name: 'CallbackServerError', code: 'port_in_use' })
    await expect(opening).rejects.toThrow(
      `port ${port} on 127.0.0.1 is in use. Stop the program that uses it, or let the sign-in use another port`,
    )
  })

  it('is named with all others that are busy, and with the reason of the system', async () => {
    const ports = [await busyPort(), await busyPort()] as const
    const opening = open({ port: ports[0], fallbackPorts: [ports[1]] })
    await expect(opening).rejects.toThrow(
      `The browser cannot come back: ports ${ports.join(', ')} on 127.0.0.1 are in use.`,
    )
    await expect(opening).rejects.toMatchObject({ cause: { code: 'EADDRINUSE' } })
  })

  it('is not shared with another listener of this program (H48)', async () => {
    const { redirectUri } = await open({ port: 0 })
    const port = Number(new URL(redirectUri).port)
    await expect(open({ port, fallbackPorts: [] })).rejects.toMatchObject({ code: 'port_in_use' })
  })

  // Elsewhere the more particular address gets the connections: ours.
  it.runIf(process.platform === 'linux').each(['127.0.0.1', '0.0.0.0', '::'])(
    'is neither shared with a program that has it on %s, nor given to one that comes later (H48)',
    async (address) => {
      const port = await busyPort((await canBind(address)) ? address : '127.0.0.1')
      await expect(open({ port, fallbackPorts: [] })).rejects.toMatchObject({ code: 'port_in_use' })
      const { redirectUri } = await open({ port: 0 })
      expect(await occupy(address, Number(new URL(redirectUri).port))).toBeUndefined()
    },
  )

  it('is free again after close', async () => {
    const port = await freePort()
    const first = await open({ port, fallbackPorts: [] })
    await openSocket(port)
    await first.close()
    expect((await open({ port, fallbackPorts: [] })).redirectUri).toBe(uri(port))
  })
})
