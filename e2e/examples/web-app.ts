import { createServer, type RequestListener, type Server } from 'node:http'
import { fileTokenStore } from '@fast-agent-auth/token-store/file'
import { createAuth } from 'fast-agent-auth'

const origin = 'http://127.0.0.1:8000'
const store = fileTokenStore()
const sessions = new Map() // yours: what you keep for a person between two requests

const routes: RequestListener = async (request, response) => {
  const url = new URL(request.url ?? '/', origin)
  const person = 'alice' // yours: who is logged in to your application
  const auth = createAuth('https://mcp.example.com/mcp', { store, account: person })
  if (url.pathname === '/connect') {
    const { url: location, pending } = await auth.begin({ redirectUri: `${origin}/connected` })
    sessions.set(person, JSON.stringify(pending))
    response.writeHead(303, { location: location.href }).end()
  } else if (url.pathname === '/connected' && sessions.has(person)) {
    const pending = JSON.parse(sessions.get(person))
    sessions.delete(person) // an answer counts once
    await auth.finish(pending, url)
    response.end('Connected. auth.fetch works for this person from now on.')
  } else response.writeHead(404).end()
}

export const app: Server = createServer((request, response) =>
  Promise.resolve(routes(request, response)).catch((error) => response.writeHead(502).end(error.message)),
)
