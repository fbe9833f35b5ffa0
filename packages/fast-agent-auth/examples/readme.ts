import { createAuth } from 'fast-agent-auth'

const auth = createAuth('https://mcp.example.com/mcp', {
  client: { name: 'my-agent' }, // shown where one agrees, and on the page at the end
  onEvent(event) {
    if (event.type === 'authorization_url') console.log(`Sign in here, if no browser opens: ${event.url.href}`)
    if (event.type === 'store_fallback') console.log('No keychain here: signed in until this program ends')
  },
})

await auth.login() // opens the browser, unless a usable token is stored

const response = await auth.fetch('https://mcp.example.com/mcp', {
  method: 'POST',
  headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
  body: JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'my-agent', version: '1.0.0' } },
  }),
})
console.log(`The server answered ${response.status}`)

const { state, scope } = await auth.status()
console.log(`${state}, scope ${scope}`)
