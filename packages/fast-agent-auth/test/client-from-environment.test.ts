import { expect, it } from 'vitest'
import { clientFromEnvironment } from '../src/client-from-environment.ts'

const [ours, theirs] = ['https://app.example.com/client.json', 'https://env.example.com/client.json']
const name = 'FAST_AGENT_OAUTH_CLIENT_METADATA_URL'

it.each([
  ['nothing is set', undefined, {}, undefined],
  ['the environment names a document', undefined, { [name]: theirs }, { metadataUrl: theirs }],
  ['the environment’s is empty, which disables it', undefined, { [name]: '' }, undefined],
  ['the environment’s is blank', { name: 'My agent' }, { [name]: ' ' }, { name: 'My agent' }],
  ['both name one: the option wins', { metadataUrl: ours }, { [name]: theirs }, { metadataUrl: ours }],
  [
    'the option is empty, which disables the environment’s',
    { metadataUrl: '' },
    { [name]: theirs },
    { metadataUrl: '' },
  ],
  [
    'the option names the application alone',
    { name: 'My agent' },
    { [name]: theirs },
    { name: 'My agent', metadataUrl: theirs },
  ],
  ['the client is registered already', { id: 'mine' }, { [name]: theirs }, { id: 'mine' }],
])('%s', (_, client, env, expected) => {
  expect(clientFromEnvironment(client, env)).toEqual(expected)
})
