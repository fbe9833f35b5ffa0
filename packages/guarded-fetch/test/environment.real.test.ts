import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type DnsServer, startDnsServer, type Zone } from './dns-server.ts'
import { startProxy } from './start-proxy.ts'
import { certificate, startServer, startTlsServer } from './start-server.ts'

const run = promisify(execFile)
const child = fileURLToPath(new URL('children/ask.ts', import.meta.url))
const trusted = { NODE_EXTRA_CA_CERTS: fileURLToPath(certificate('ca.pem')) }

async function openDns(zone: Zone): Promise<DnsServer> {
  const dns = await startDnsServer(zone)
  onTestFinished(dns.close)
  return dns
}

async function ask(
  url: string,
  { port }: DnsServer,
  env: Readonly<Record<string, string>>,
  serverUrl = 'https://mcp.test/mcp',
): Promise<unknown> {
  const { stdout } = await run(process.execPath, [child, url, serverUrl, String(port)], { env })
  return JSON.parse(stdout)
}

describe('NODE_EXTRA_CA_CERTS', () => {
  it('is respected: a server with a certificate of that authority is asked', async () => {
    const server = await startTlsServer((_, response) => response.end('hello'))
    const dns = await openDns({ 'mcp.test': ['127.0.0.1'], 'as.test': ['127.0.0.1'] })
    const answer = await ask(`https://as.test:${server.port}/`, dns, trusted)
    expect(answer).toEqual({ status: 200, text: 'hello' })
  })

  it('is needed: without it, the code of the cause says what is wrong', async () => {
    const server = await startTlsServer((_, response) => response.end('hello'))
    const dns = await openDns({ 'mcp.test': ['127.0.0.1'], 'as.test': ['127.0.0.1'] })
    const answer = await ask(`https://as.test:${server.port}/`, dns, {})
    expect(answer).toMatchObject({ name: 'TypeError', causeCode: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })
    expect(server.requests).toEqual([])
  })

  it('does not make a certificate good for another name', async () => {
    const server = await startTlsServer((_, response) => response.end('hello'))
    const dns = await openDns({ 'mcp.test': ['127.0.0.1'], 'other.test': ['127.0.0.1'] })
    const answer = await ask(`https://other.test:${server.port}/`, dns, trusted)
    expect(answer).toMatchObject({ causeCode: 'ERR_TLS_CERT_ALTNAME_INVALID' })
  })
})

describe('a proxy', () => {
  it.each(['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'])(
    'that %s names is asked, and resolves the name',
    async (variable) => {
      const server = await startTlsServer((_, response) => response.end('hello'))
      const [dns, proxy] = await Promise.all([openDns({}), startProxy()])
      const answer = await ask(`https://as.test:${server.port}/`, dns, { ...trusted, [variable]: proxy.url })
      expect(answer).toEqual({ status: 200, text: 'hello' })
      expect(proxy.asked).toEqual([`as.test:${server.port}`])
      expect(dns.questions).toEqual([])
    },
  )

  it('is not asked for hosts that NO_PROXY names, whose addresses are checked', async () => {
    const [dns, proxy] = await Promise.all([
      openDns({ 'mcp.test': ['8.8.8.8'], 'as.test': ['10.0.0.1'] }),
      startProxy(),
    ])
    const answer = await ask('https://as.test/', dns, { HTTPS_PROXY: proxy.url, NO_PROXY: 'as.test' })
    expect(answer).toMatchObject({ code: 'address_refused' })
    expect(proxy.asked).toEqual([])
  })

  it('is not asked for an address that no server may name', async () => {
    const [dns, proxy] = await Promise.all([openDns({ 'mcp.test': ['8.8.8.8'] }), startProxy()])
    const answer = await ask('https://169.254.169.254/', dns, { HTTPS_PROXY: proxy.url })
    expect(answer).toMatchObject({ code: 'insecure_url' })
    expect(proxy.asked).toEqual([])
  })

  it('is not asked for what is on this machine', async () => {
    const server = await startServer((_, response) => response.end('hello'))
    const [dns, proxy] = await Promise.all([openDns({ 'mcp.test': ['127.0.0.1'] }), startProxy()])
    const answer = await ask(`http://127.0.0.1:${server.port}/`, dns, { HTTP_PROXY: proxy.url }, 'http://localhost/mcp')
    expect(answer).toEqual({ status: 200, text: 'hello' })
    expect(proxy.asked).toEqual([])
  })

  it('that is not there is told as such', async () => {
    const dns = await openDns({})
    const answer = await ask('https://as.test/', dns, { HTTPS_PROXY: 'http://127.0.0.1:9' })
    expect(answer).toMatchObject({ name: 'GuardedFetchError', code: 'proxy_failed' })
  })
})
