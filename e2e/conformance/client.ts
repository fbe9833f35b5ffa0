import { parseArgs } from 'node:util'
import { discover } from '@fast-agent-auth/discovery'
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { Client, StreamableHTTPClientTransport, type VersionNegotiationMode } from '@modelcontextprotocol/client'
import { type AuthOptions, createAuth } from 'fast-agent-auth'

/**
 * The client under test: `client.ts [--login-first] [--negotiate] <url>`. It knows no scenario and does the same in
 * each: connects, lists the tools, calls every one.
 */
async function useServer(url: string, { loginFirst, mode }: UseOptions): Promise<void> {
  const auth = createAuth(url, {
    ...(await whoWeAre(url)),
    store: memoryTokenStore(),
    redirect: { port: 0 },
    interactive: true,
    timeout: 10_000,
    openBrowser: followLinks,
  })
  if (loginFirst) await auth.login()
  const client = new Client({ name: 'conformance-client', version: '1.0.0' }, { versionNegotiation: { mode } })
  const transport = new StreamableHTTPClientTransport(new URL(url), { fetch: auth.fetch })
  try {
    await client.connect(transport)
    assertWire(client.getNegotiatedProtocolVersion())
    const { tools } = await client.listTools()
    for (const { name } of tools) await client.callTool({ name, arguments: {} })
  } finally {
    await Promise.all([client.close(), transport.close()])
  }
}

interface UseOptions {
  /** Whether to sign in before connecting; else whichever request is refused first signs in. */
  readonly loginFirst: boolean
  readonly mode: VersionNegotiationMode
}

/** The client that the suite registered beforehand, where it did. */
async function whoWeAre(url: string): Promise<Pick<AuthOptions, 'client' | 'issuer'>> {
  const { client_id: id, client_secret: secret } = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}')
  // The document's URL is the suite's own, which its authorization servers expect letter for letter.
  if (id === undefined) return { client: { metadataUrl: 'https://conformance-test.local/client-metadata.json' } }
  // The suite does not say whose the secret is: whom the server names.
  const { server } = await discover(url)
  return { client: { id, secret }, issuer: server.issuer }
}

/** The suite's authorization servers redirect to our callback at once, without a page. */
async function followLinks(url: URL): Promise<void> {
  const response = await fetch(url)
  await response.text()
}

const wire = process.env.MCP_CONFORMANCE_PROTOCOL_VERSION ?? ''

/** A negotiation falls back in silence: what was tested would then not be what the table says. */
function assertWire(spoken: string | undefined): void {
  if (spoken !== wire) throw new Error(`The suite wants the wire ${wire}, and ${spoken} was negotiated.`)
}

try {
  const { values, positionals } = parseArgs({
    options: { 'login-first': { type: 'boolean', default: false }, negotiate: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const known = wire < '2026' ? 'legacy' : { pin: wire }
  const mode = values.negotiate ? 'auto' : known
  await useServer(positionals[0] ?? '', { loginFirst: values['login-first'], mode })
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
