import { assertPkceSupported, createPkce } from '@fast-agent-auth/pkce'

const server = { issuer: 'https://auth.example.com', codeChallengeMethodsSupported: ['S256'] }
assertPkceSupported(server)

const { verifier, challenge, method } = await createPkce()

const authorizationUrl = new URL('https://auth.example.com/authorize')
authorizationUrl.searchParams.set('code_challenge', challenge)
authorizationUrl.searchParams.set('code_challenge_method', method)
console.log('Open', authorizationUrl.href)

const tokenRequest = new URLSearchParams({ grant_type: 'authorization_code', code_verifier: verifier })
console.log('Then send', [...tokenRequest.keys()].join(' and '))
