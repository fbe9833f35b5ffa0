import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { createAuth } from 'fast-agent-auth'

const url = 'https://mcp.example.com/mcp'
const auth = createAuth(url, {
  client: { name: 'my-agent' }, // shown where one agrees, and on the page at the end
  onEvent(event) {
    if (event.type === 'authorization_url') console.log('Sign in here, if no browser opens:', event.url.href)
    if (event.type === 'store_fallback') console.log('Signed in until this program ends:', event.reason)
  },
})
await auth.login() // browser, PKCE, callback, token stored; returns at once when signed in already

const client = new Client({ name: 'my-agent', version: '1.0.0' })
await client.connect(new StreamableHTTPClientTransport(new URL(url), { fetch: auth.fetch }))
console.log(await client.listTools())
await client.close() // else the program does not end
