import { selectBearerChallenge } from '@fast-agent-auth/discovery'
import { extractWWWAuthenticateParams } from '@modelcontextprotocol/client'
import { it } from 'vitest'
import { compare } from '../../src/differential.ts'
import { type ChallengeInput, challengeInput, readingOf } from './challenge-grammar.ts'
import { challengeDifferences } from './differences.ts'

function headersOf({ headerName, headers }: ChallengeInput): Headers {
  return new Headers(headers.map((value): [string, string] => [headerName, value]))
}

it('reads challenges as RFC 9110 has them, and as the SDK does but for the listed differences', async () => {
  await compare({
    input: challengeInput,
    ours: (input) => {
      const { error, errorDescription, scope, resourceMetadata } = { ...selectBearerChallenge(headersOf(input)) }
      return { error, errorDescription, scope, resourceMetadata }
    },
    theirs: (input) => {
      const { error, errorDescription, scope, resourceMetadataUrl } = extractWWWAuthenticateParams(
        new Response(undefined, { status: 401, headers: headersOf(input) }),
      )
      return { error, errorDescription, scope, resourceMetadata: resourceMetadataUrl?.href }
    },
    truth: readingOf,
    differences: challengeDifferences,
  })
})
