import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { createAuth } from 'fast-agent-auth'

const url = 'https://mcp.example.com/mcp'
const auth = createAuth(url)
await auth.login() // browser, PKCE, callback, token stored; returns at once when signed in already

const client = new Client({ name: 'my-agent', version: '1.0.0' })
await client.connect(new StreamableHTTPClientTransport(new URL(url), { fetch: auth.fetch }))

const { tools } = await client.listTools()
console.log(tools.map(({ name }) => name))
await client.close()
