import { createListen } from '@fast-agent-auth/callback-server'

const listen = createListen({ port: 0, serverName: 'mcp.example.com' })
const state = crypto.randomUUID()
const redirect = await listen({ state })
console.log(`The authorization server sends the browser to ${redirect.redirectUri}`)

// In a real sign-in the authorization server does this.
const browser = fetch(`${redirect.redirectUri}?code=a-code&state=${state}`)

const answer = await redirect.response
console.log(`The browser waits at ${answer.pathname}`)

// Exchange the code and store the tokens here; only then tell the browser.
await redirect.finish('signed_in')
await redirect.close()

const page = await (await browser).text()
console.log(page.match(/<h1>(.*)<\/h1>/)?.[1])
