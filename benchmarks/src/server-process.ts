import { type MockServerOptions, startMockServer } from '@fast-agent-auth/mock-server'
import { latency as delay, type Question, type ServerOptions } from './server-options.ts'

const {
  separate = false,
  documents = false,
  atRoot = false,
  lifetime,
  unsaid = false,
}: ServerOptions = JSON.parse(process.argv[2] ?? '{}')
const common: MockServerOptions = {
  delay,
  clientIdMetadataDocumentSupported: documents,
  resourceMetadata: atRoot ? 'root' : 'challenge',
  ...(unsaid && { accessTokenLifetime: undefined }),
}

type MockServer = Awaited<ReturnType<typeof startMockServer>>

/** An MCP server that is its own authorization server. Refresh tokens rotate; a used one ends all that stem from it. */
function startOwn(): Promise<MockServer> {
  return startMockServer({
    ...common,
    override: {
      async token(request, answer) {
        const form = new URLSearchParams(await request.text())
        if (lifetime === undefined || form.get('grant_type') !== 'authorization_code') return undefined
        return Response.json({ ...(await (await answer()).json()), expires_in: lifetime })
      },
    },
  })
}

/** An MCP server that names an authorization server on another origin, at which one can sign in. */
async function startSeparate(): Promise<MockServer> {
  let issuer = ''
  const server = await startMockServer({
    ...common,
    override: {
      async resourceMetadata(_, answer) {
        const response = await answer()
        if (response.status !== 200) return response
        return Response.json({ ...(await response.json()), authorization_servers: [issuer] })
      },
      authorizationServerMetadata: () => new Response(null, { status: 404 }),
    },
  })
  issuer = (await startMockServer({ ...common, resource: server.resource })).issuer
  return server
}

const server = await (separate ? startSeparate() : startOwn())

process.on('message', (question: Question) => {
  if (question === 'expire') {
    server.expireAccessTokens()
    server.clear()
  }
  process.send?.(server.requestsTo('token').filter(({ form }) => form?.get('grant_type') === 'refresh_token').length)
})
process.on('disconnect', () => process.exit())
process.send?.(server.serverUrl)
