import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { freePort, occupy, portOf, release, visit } from './browser.ts'
import { bindWith, busyPort, open, serverRefused, uri } from './opening.ts'

async function hasIpv6(): Promise<boolean> {
  const probe = await occupy('::1')
  await release(probe)
  return probe !== undefined
}

async function reachable(port: number): Promise<string[]> {
  const hosts = ['127.0.0.1', '[::1]']
  const answers = await Promise.allSettled(hosts.map((host) => visit(`http://${host}:${port}/`)))
  return hosts.filter((_host, index) => answers[index]?.status === 'fulfilled')
}

describe('localhost', () => {
  it('is bound on both address families', async () => {
    const { redirectUri } = await open({ host: 'localhost', port: 0 })
    const port = Number(new URL(redirectUri).port)
    expect(redirectUri).toBe(uri(port, 'localhost'))
    expect(await reachable(port)).toEqual((await hasIpv6()) ? ['127.0.0.1', '[::1]'] : ['127.0.0.1'])
  })

  it('is free again on both address families after close', async () => {
    const redirect = await open({ host: 'localhost', port: 0 })
    await redirect.close()
    expect(await reachable(Number(new URL(redirect.redirectUri).port))).toEqual([])
  })

  it('is the only host that takes a port of both address families', async () => {
    const { redirectUri } = await open({ host: '127.0.0.1', port: 0 })
    expect(await reachable(Number(new URL(redirectUri).port))).toEqual(['127.0.0.1'])
  })

  it.each(['127.0.0.1', '::1'])('leaves a port to the program that has it on %s (H48)', async (host) => {
    const port = await busyPort((await hasIpv6()) ? host : '127.0.0.1')
    const redirect = await open({ host: 'localhost', port, fallbackPorts: [0] })
    expect(redirect.redirectUri).not.toBe(uri(port, 'localhost'))
    await expect(open({ host: 'localhost', port, fallbackPorts: [] })).rejects.toMatchObject({ code: 'port_in_use' })
  })

  it('keeps nothing of a port that is taken on IPv6 only (H48)', async () => {
    const port = await freePort()
    const binding = bindWith('localhost', [port], [createServer(), serverRefused('::1', 'EADDRINUSE')])
    await expect(binding).rejects.toMatchObject({ code: 'port_in_use' })
    const other = await occupy('127.0.0.1', port)
    onTestFinished(() => release(other))
    expect(portOf(other)).toBe(port)
  })

  it('draws another free port where the first one is taken on IPv6', async () => {
    const first = [createServer(), serverRefused('::1', 'EADDRINUSE')]
    const second = [createServer(), serverRefused('::1', 'EAFNOSUPPORT')]
    const { servers } = await bindWith('localhost', [0], [...first, ...second])
    expect(servers).toEqual([second[0]])
  })

  it('does without IPv6 where there is none', async () => {
    const bound = await bindWith('localhost', [0], [createServer(), serverRefused('::1', 'EADDRNOTAVAIL')])
    expect(bound.servers.map((server) => server.address())).toMatchObject([{ address: '127.0.0.1', port: bound.port }])
  })
})

describe('an address that the system refuses', () => {
  it('is an error that names it, and no other port is tried', async () => {
    const servers = [serverRefused('::1', 'EADDRNOTAVAIL'), createServer()]
    const binding = bindWith('[::1]', [3030, 3031], servers)
    await expect(binding).rejects.toMatchObject({ code: 'listen_failed', cause: { code: 'EADDRNOTAVAIL' } })
    await expect(binding).rejects.toThrow(
      'The system does not open ports 3030, 3031 on [::1] (EADDRNOTAVAIL). Choose another port or host for the redirect.',
    )
    expect(servers).toHaveLength(1)
  })

  it('is passed over where only the port is forbidden', async () => {
    const { port } = await bindWith('127.0.0.1', [80, 0], [serverRefused('127.0.0.1', 'EACCES')])
    expect(port).not.toBe(80)
  })
})
