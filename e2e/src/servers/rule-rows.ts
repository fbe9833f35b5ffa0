import { withMembers } from '../with-members.ts'
import { metadataOf } from './answers.ts'
import { given, trusting } from './options.ts'
import { onlySdks, onlyV1 } from './outcomes.ts'
import { type Odd, type Row, rowsOf } from './row.ts'

const login = rowsOf('login')
const issuer = 'https://auth.example.com'
const resource = (text: string): { readonly server: { readonly resource: string }; readonly rule: string } => ({
  server: { resource: text },
  rule: 'a resource is named to the letter, without fragment, and covers the URL of the server (RFC 8707 §2)',
})
const naming = (text: string): Odd => {
  return () => ({ resourceMetadata: withMembers({ authorization_servers: [text] }) })
}
const guessed = {
  rule: 'endpoints come from metadata, and are guessed for servers of 2025-03-26 alone',
  option: { library: { issuer }, cli: ['--issuer', issuer] },
}
const name = 'an issuer has neither query nor fragment (RFC 8414 §2)'
const server = (members: Readonly<Record<string, unknown>>): Odd => {
  return () => ({ authorizationServerMetadata: withMembers(members) })
}
const back = (change: (parameters: URLSearchParams) => void): Odd => {
  return () => ({
    authorize: async (_, answer) => {
      const location = new URL((await answer()).headers.get('location') ?? '')
      change(location.searchParams)
      return new Response(null, { status: 302, headers: { location: location.href } })
    },
  })
}
const ascii = 'xn--mller-kva.example.com'
const twice = 'an answer from the browser has each parameter once (RFC 6749 §3.1)'
const document = `${issuer}/.well-known/oauth-authorization-server`

/** Answers that a rule of security keeps out, wherever they are said. */
export const ruleRows: readonly Row[] = [
  login('`resource` has a fragment', onlySdks, resource('https://mcp.example.com/mcp#tools')),
  login('`resource` has a query, the URL has none', onlySdks, resource('https://mcp.example.com/mcp?v=1')),
  login('`resource` has dot segments', onlySdks, resource('https://mcp.example.com/x/../mcp')),
  login('`authorization_servers` names openid-configuration', onlySdks, {
    server: { authorizationServerMetadata: 'oidc' },
    odd: naming(`${issuer}/.well-known/openid-configuration`),
    ...guessed,
  }),
  login('`authorization_servers` names the authorization endpoint', onlySdks, {
    odd: naming(`${issuer}/authorize`),
    ...guessed,
  }),
  login('`authorization_servers` names a path of the issuer', onlySdks, {
    odd: naming(`${issuer}/oauth2`),
    ...guessed,
  }),
  login('the issuer in `authorization_servers` has a fragment', onlyV1, {
    odd: naming(`${issuer}#x`),
    rule: name,
    option: trusting(issuer),
  }),
  login('`token_endpoint` has backslashes for slashes', onlySdks, {
    odd: server({ token_endpoint: 'https:\\\\auth.example.com\\token' }),
    rule: 'a URL holds no white space, control character or backslash: programs differ in what they make of it',
    option: given(),
  }),
  login('`token_endpoint` has an international host in its own letters', onlySdks, {
    server: { endpoints: { token: `https://${ascii}/token` } },
    odd: server({ token_endpoint: 'https://m\u00fcller.example.com/token' }),
    rule: 'a host is in ASCII, since letters look like others',
    option: given(issuer, `https://${ascii}/token`),
  }),
  login('server metadata is behind six redirects', onlySdks, {
    odd: () => ({
      authorizationServerMetadata: ({ url }) => {
        if (!url.startsWith(document)) return undefined
        const hops = Number(new URL(url).searchParams.get('hop'))
        return hops === 6 ? metadataOf(issuer) : Response.redirect(`${document}?hop=${hops + 1}`)
      },
    }),
    rule: 'five redirects are followed',
    option: given(),
  }),
  login('`state` comes back twice', onlySdks, {
    odd: back((to) => to.append('state', String(to.get('state')))),
    rule: twice,
  }),
  login('`iss` comes back twice', onlySdks, {
    odd: back((to) => to.append('iss', String(to.get('iss')))),
    rule: twice,
  }),
  login('`state` comes back with more behind it', onlySdks, {
    odd: back((to) => to.set('state', `${to.get('state')}.x`)),
    rule: 'an answer from the browser counts only with our state (RFC 6749 §10.12)',
  }),
  ...['mac', 'N_A'].map((type) =>
    login(`\`token_type\` is "${type}"`, onlySdks, {
      odd: () => ({ token: withMembers({ token_type: type }) }),
      rule: 'a token that is no bearer token is not sent as one',
    }),
  ),
]
