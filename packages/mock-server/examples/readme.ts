import { createMockServer } from '@fast-agent-auth/mock-server'
import { setupServer } from 'msw/node'

const mock = createMockServer({ challengeScope: 'mcp:read' })
const server = setupServer(...mock.handlers)
server.listen({ onUnhandledFrame: 'error' })

const refusal = await fetch(mock.serverUrl, { method: 'POST' })
console.log(refusal.status, refusal.headers.get('www-authenticate'))

mock.override.mcp = () => Response.json({ message: 'out of order' }, { status: 503 })
await fetch(mock.serverUrl)
server.close()

for (const { endpoint, method, status } of mock.requests) console.log(endpoint, method, status)
