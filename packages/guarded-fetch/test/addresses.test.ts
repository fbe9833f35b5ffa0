import { afterEach, describe, expect, it } from 'vitest'
import { createGuardedFetch } from '../src/index.ts'
import { type DnsServer, startDnsServer, type Zone } from './dns-server.ts'
import { refusalOf } from './refusal.ts'
import { startServer, startTlsServer } from './start-server.ts'

let dns: DnsServer | undefined
afterEach(() => {
  dns?.close()
  dns = undefined
})

async function openDns(zone: Zone): Promise<DnsServer> {
  dns = await startDnsServer(zone)
  return dns
}

describe('a server in the public network', () => {
  const serverUrl = 'https://mcp.test/mcp'
  const zone = { 'mcp.test': ['8.8.8.8'] }

  it.each([
    ['127.0.0.1', 'on this machine, which is not allowed.'],
    ['0.0.0.0', 'on this machine, which is not allowed.'],
    ['::1', 'on this machine, which is not allowed.'],
    ['::ffff:127.0.0.1', 'on this machine, which is not allowed.'],
    ['10.0.0.5', 'in a private network, which is not allowed.'],
    ['172.16.0.1', 'in a private network, which is not allowed.'],
    ['192.168.1.1', 'in a private network, which is not allowed.'],
    ['100.64.0.1', 'in a private network, which is not allowed.'],
    ['198.18.0.1', 'in a private network, which is not allowed.'],
    ['fd00::1', 'in a private network, which is not allowed.'],
    ['64:ff9b::a00:1', 'in a private network, which is not allowed.'],
    ['169.254.169.254', 'on the local link, which is not allowed.'],
    ['fe80::1', 'on the local link, which is not allowed.'],
    ['fd00:ec2::254', 'on the local link, which is not allowed.'],
    ['100.100.100.200', 'on the local link, which is not allowed.'],
    ['224.0.0.1', 'where no server is.'],
    ['2001:db8::1', 'where no server is.'],
  ])('names no host whose name leads to %s (H5, V7)', async (address, where) => {
    const { resolve } = await openDns({ ...zone, 'as.test': [address] })
    const fetch = createGuardedFetch({ serverUrl, resolve, env: {} })
    const error = await refusalOf(fetch('https://as.test/token'))
    expect(error.code).toBe('address_refused')
    expect(error.message).toContain(`as.test is at ${address}, ${where}`)
  })

  it.each([
    ['https://127.0.0.1/', 'is on this machine'],
    ['http://localhost/', 'is on this machine'],
    ['https://localhost./', 'is on this machine'],
    ['http://[::1]/', 'is on this machine'],
    ['http://[::ffff:127.0.0.1]/', 'is on this machine'],
    ['http://0.0.0.0/', 'is on this machine'],
    ['http://2130706433/', 'is on this machine'],
    ['http://0177.1/', 'is on this machine'],
    ['http://0x7f.0.0.1/', 'is on this machine'],
    ['https://10.1.2.3/', 'is in a private network'],
    ['https://0xa010203/', 'is in a private network'],
    ['https://100.64.0.1/', 'is in a private network'],
    ['https://198.18.0.1/', 'is in a private network'],
    ['https://[fc00::1]/', 'is in a private network'],
    ['https://169.254.169.254/latest/meta-data', 'is on the local link'],
    ['https://[fe80::1]/', 'is on the local link'],
    ['https://[64:ff9b::a9fe:a9fe]/', 'is on the local link'],
    ['https://[2002:a9fe:a9fe::]/', 'is on the local link'],
    ['http://as.test/', 'is not https'],
    ['ftp://as.test/', 'has the scheme ftp'],
    ['file:///etc/passwd', 'has the scheme file'],
    ['https://user:pw@as.test/', 'holds a user name or password'],
    ['https://as.test\\@evil.test/', 'holds white space, a control character or a backslash'],
  ])('does not have %s asked (H5, H6, V8)', async (url, refusal) => {
    const { resolve, questions } = await openDns(zone)
    const fetch = createGuardedFetch({ serverUrl, resolve, env: {} })
    const error = await refusalOf(fetch(url))
    expect(error.code).toBe('insecure_url')
    expect(error.message).toContain(refusal)
    expect(error.message).not.toContain('pw')
    expect(questions.filter((question) => !question.startsWith('mcp.test'))).toEqual([])
  })

  it('has a host asked at none of its addresses where all are somewhere that it is not', async () => {
    const { port } = await startServer((_, response) => response.end('private'))
    const { resolve } = await openDns({ ...zone, 'as.test': ['127.0.0.1', '::1', '10.0.0.5'] })
    const fetch = createGuardedFetch({ serverUrl, resolve, env: {} })
    expect((await refusalOf(fetch(`https://as.test:${port}/`))).code).toBe('address_refused')
  })

  it('is asked itself, and names others, where the option networks says so', async () => {
    const { port } = await startServer((_, response) => response.end('hello'))
    const { resolve } = await openDns(zone)
    const fetch = createGuardedFetch({ serverUrl, networks: ['loopback'], resolve, env: {} })
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('hello')
  })
})

describe('a server that is not in the public network', () => {
  it('names others on this machine where it is there itself', async () => {
    const { port } = await startServer((_, response) => response.end('hello'))
    const fetch = createGuardedFetch({ serverUrl: 'http://localhost:1/mcp', env: {} })
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('hello')
  })

  it.each(['169.254.169.254', 'fd00:ec2::254', '127.0.0.1'])('in a private one names none at %s', async (address) => {
    const { resolve } = await openDns({ 'mcp.test': ['10.0.0.1'], 'as.test': [address] })
    const fetch = createGuardedFetch({ serverUrl: 'https://mcp.test/mcp', resolve, env: {} })
    expect((await refusalOf(fetch('https://as.test/'))).code).toBe('address_refused')
  })

  it.each([[['8.8.8.8', '10.0.0.1']], [['10.0.0.1', '127.0.0.1']], [[]]])(
    'for all of its addresses does not count as a private one: %j',
    async (addresses) => {
      const { resolve } = await openDns({ 'mcp.test': addresses, 'as.test': ['10.0.0.5'] })
      const fetch = createGuardedFetch({ serverUrl: 'https://mcp.test/mcp', resolve, env: {} })
      expect((await refusalOf(fetch('https://as.test/'))).code).toBe('address_refused')
    },
  )

  it('is looked up again where it could not be the first time, as before a VPN is up', async () => {
    const answers: (readonly { address: string; family: number }[] | Error)[] = [
      [{ address: '10.0.0.5', family: 4 }],
      new Error('ENOTFOUND'),
      [{ address: '10.0.0.5', family: 4 }],
      [{ address: '10.0.0.1', family: 4 }],
    ]
    const asked: string[] = []
    const resolve = async (hostname: string) => {
      asked.push(hostname)
      const answer = answers.shift() ?? []
      if (answer instanceof Error) throw answer
      return answer
    }
    const limits = { connect: 50 }
    const fetch = createGuardedFetch({ serverUrl: 'https://mcp.test/mcp', resolve, limits, env: {} })
    expect((await refusalOf(fetch('https://as.test/'))).code).toBe('address_refused')
    // Allowed by now: nobody is there, and that is another error.
    await expect(fetch('https://as.test/')).rejects.not.toMatchObject({ code: 'address_refused' })
    expect(asked).toEqual(['as.test', 'mcp.test', 'as.test', 'mcp.test'])
  })

  it('cannot answer from outside once it was reached inside', async () => {
    const { port } = await startServer((_, response) => response.writeHead(200, { connection: 'close' }).end('hello'))
    const answers = [['127.0.0.1'], ['8.8.8.8']]
    const { resolve } = await openDns({ 'app.localhost': () => answers.shift() ?? [] })
    const fetch = createGuardedFetch({ serverUrl: `http://app.localhost:${port}/mcp`, resolve, env: {} })
    expect(await (await fetch(`http://app.localhost:${port}/metadata`)).text()).toBe('hello')
    const error = await refusalOf(fetch(`http://app.localhost:${port}/metadata`))
    expect(error.message).toContain('app.localhost is at 8.8.8.8, a public address, where it may not be.')
  })

  it('is not where somebody answered its name without its certificate', async () => {
    const { port, requests } = await startTlsServer((_, response) => response.end('not ours'))
    let asked = 0
    const { resolve } = await openDns({
      'mcp.test': () => [asked++ === 0 ? '127.0.0.1' : '8.8.8.8'],
      'as.test': ['127.0.0.1'],
    })
    const fetch = createGuardedFetch({ serverUrl: `https://mcp.test:${port}/mcp`, resolve, env: {} })
    await expect(fetch(`https://mcp.test:${port}/metadata`)).rejects.toMatchObject({
      cause: { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    })
    expect((await refusalOf(fetch(`https://as.test:${port}/`))).code).toBe('address_refused')
    expect(requests).toEqual([])
  })

  it('is where it was reached, wherever its name leads later, for what it names too', async () => {
    const { port } = await startServer((_, response) => response.end('hello'))
    let asked = 0
    const { resolve } = await openDns({
      'app.localhost': () => [asked++ === 0 ? '127.0.0.1' : '169.254.1.1'],
      'as.test': ['169.254.169.254'],
    })
    const fetch = createGuardedFetch({ serverUrl: `http://app.localhost:${port}/mcp`, resolve, env: {} })
    await (await fetch(`http://app.localhost:${port}/metadata`)).text()
    expect((await refusalOf(fetch('https://as.test/'))).code).toBe('address_refused')
  })

  it.each(['http://127.0.0.1', 'https://10.0.0.5', 'http://localhost'])(
    'by a name names no %s: what stands in a URL is held against what stands in its own',
    async (origin) => {
      const { port, requests } = await startServer((_, response) => response.end('private'))
      const { resolve, questions } = await openDns({ 'mcp.test': ['127.0.0.1'] })
      const fetch = createGuardedFetch({ serverUrl: 'https://mcp.test/mcp', resolve, env: {} })
      expect((await refusalOf(fetch(`${origin}:${port}/admin`))).code).toBe('insecure_url')
      expect([requests, questions]).toEqual([[], []])
    },
  )
})

describe('a name that changes its address', () => {
  it('is connected to at the address that was checked, whatever it leads to a moment later (H7, V7)', async () => {
    const { port } = await startServer((_, response) => response.end('checked'))
    const answers = [['127.0.0.1'], ['169.254.169.254']]
    const { resolve, questions } = await openDns({ 'app.localhost': () => answers.shift() ?? [] })
    const fetch = createGuardedFetch({ serverUrl: 'http://localhost/mcp', resolve, env: {} })
    expect(await (await fetch(`http://app.localhost:${port}/`)).text()).toBe('checked')
    expect(questions.filter((question) => question === 'app.localhost A')).toHaveLength(1)
  })

  it('is checked again for the next connection', async () => {
    const { port } = await startServer((_, response) => response.writeHead(200, { connection: 'close' }).end('checked'))
    const answers = [['127.0.0.1'], ['169.254.169.254']]
    const { resolve } = await openDns({ 'app.localhost': () => answers.shift() ?? [] })
    const fetch = createGuardedFetch({ serverUrl: 'http://localhost/mcp', resolve, env: {} })
    await (await fetch(`http://app.localhost:${port}/`)).text()
    expect((await refusalOf(fetch(`http://app.localhost:${port}/`))).code).toBe('address_refused')
  })
})

it('says in the words of the system that a name has no address', async () => {
  const { resolve } = await openDns({})
  const fetch = createGuardedFetch({ resolve, env: {} })
  await expect(fetch('https://as.test/')).rejects.toMatchObject({ cause: { code: 'ENOTFOUND' } })
})

it('asks the system where no resolver is given', async () => {
  const { port } = await startServer((_, response) => response.end('hello'))
  const fetch = createGuardedFetch({ serverUrl: 'http://localhost/mcp', env: {} })
  expect(await (await fetch(`http://localhost:${port}/`)).text()).toBe('hello')
})
