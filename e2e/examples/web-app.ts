import { createServer, type Server } from 'node:http'
import { fileTokenStore } from '@fast-agent-auth/token-store/file'
import { createAuth } from 'fast-agent-auth'

const origin = 'http://127.0.0.1:8000'
const store = fileTokenStore()
const sessions = new Map() // yours: what you keep for a person between two requests

export const app: Server = createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', origin)
  const person = 'alice' // yours: who is logged in to your application
  const auth = createAuth('https://mcp.example.com/mcp', { store, account: person })
  if (url.pathname === '/connect') {
    const { url: location, pending } = await auth.begin({ redirectUri: `${origin}/connected` })
    sessions.set(person, JSON.stringify(pending))
    response.writeHead(303, { location: location.href }).end()
  } else {
    await auth.finish(JSON.parse(sessions.get(person)), url)
    response.end('Connected. auth.fetch works for this person from now on.')
  }
})
