import { startMockServer } from '@fast-agent-auth/mock-server'
import { latency as delay, type Question, type ServerOptions } from './server-options.ts'

const { separate = false, lifetime }: ServerOptions = JSON.parse(process.argv[2] ?? '{}')

type MockServer = Awaited<ReturnType<typeof startMockServer>>

/** An MCP server that is its own authorization server. Refresh tokens rotate; a used one ends all that stem from it. */
function startOwn(): Promise<MockServer> {
  return startMockServer({
    delay,
    override: {
      async token(request, answer) {
        const form = new URLSearchParams(await request.text())
        if (lifetime === undefined || form.get('grant_type') !== 'authorization_code') return undefined
        return Response.json({ ...(await (await answer()).json()), expires_in: lifetime })
      },
    },
  })
}

/** An MCP server that names an authorization server on another origin, as far as the authorization URL. */
async function startSeparate(): Promise<MockServer> {
  const { issuer } = await startMockServer({ delay })
  return startMockServer({
    delay,
    override: {
      async resourceMetadata(_, answer) {
        const response = await answer()
        if (response.status !== 200) return response
        return Response.json({ ...(await response.json()), authorization_servers: [issuer] })
      },
      authorizationServerMetadata: () => new Response(null, { status: 404 }),
    },
  })
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
