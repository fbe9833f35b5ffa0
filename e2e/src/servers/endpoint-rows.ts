import { withMembers } from '../with-members.ts'
import { given } from './options.ts'
import { everyone, nobody, onlyOurs, onlySdks, onlyV1 } from './outcomes.ts'
import { type Odd, type Row, rowsOf } from './row.ts'

const login = rowsOf('login')
const says =
  (members: Readonly<Record<string, unknown>>): Odd =>
  () => ({ authorizationServerMetadata: withMembers(members) })
const https = 'codes, tokens and passwords travel over https alone'

/** URLs in the authorization server's metadata. */
export const endpointRows: readonly Row[] = [
  login('`revocation_endpoint` is empty', onlyOurs, { odd: says({ revocation_endpoint: '' }) }),
  login('`revocation_endpoint` is relative', onlyOurs, { odd: says({ revocation_endpoint: '/revoke' }) }),
  login('`revocation_endpoint` is http', everyone, {
    odd: says({ revocation_endpoint: 'http://auth.example.com/revoke' }),
  }),
  login('`registration_endpoint` is empty, and the client is known', onlyOurs, {
    client: { id: 'app', secret: 'hush' },
    odd: says({ registration_endpoint: '' }),
  }),
  login('`authorization_endpoint` is http', onlySdks, {
    odd: says({ authorization_endpoint: 'http://auth.example.com/authorize' }),
    rule: https,
    option: given(),
  }),
  login('`token_endpoint` is http', onlyV1, {
    odd: says({ token_endpoint: 'http://auth.example.com/token' }),
    rule: https,
    option: given(),
  }),
  login('`token_endpoint` is relative', nobody, { odd: says({ token_endpoint: '/token' }), option: given() }),
  login('`token_endpoint` left out', nobody, { odd: says({ token_endpoint: undefined }), option: given() }),
  login('`authorization_endpoint` has a query (Salesforce)', everyone, {
    server: { endpoints: { authorize: 'https://auth.example.com/authorize?hint=mcp' } },
  }),
  login('the token endpoint is at another host (Slack)', everyone, {
    server: { endpoints: { token: 'https://login.example.com/token' } },
  }),
  login('white space at the end of `token_endpoint`', everyone, {
    odd: says({ token_endpoint: 'https://auth.example.com/token\n' }),
  }),
  login('the default port in `token_endpoint`', everyone, {
    odd: says({ token_endpoint: 'https://auth.example.com:443/token' }),
  }),
]
