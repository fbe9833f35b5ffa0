import { error, type Finding, warning } from './finding.ts'
import { isStrings, type JsonObject } from './json-values.ts'

/** The findings about grant types and response types. */
export function* grantFindings({ grant_types: grants, response_types: responses }: JsonObject): Generator<Finding> {
  if (grants !== undefined && !isStrings(grants)) {
    yield error('grant_types', 'has grant_types that are not a list of strings')
  } else {
    if (grants && !grants.includes('authorization_code')) {
      yield error('grant_types', 'has grant_types without "authorization_code", by which people sign in')
    }
    if (!grants?.includes('refresh_token')) {
      const why = 'servers may then give no refresh token, and people sign in again and again'
      yield warning('refresh_token', `has no "refresh_token" among its grant_types: ${why}`)
    }
  }
  if (responses === undefined) return
  if (!isStrings(responses) || responses.length === 0 || responses.some((type) => type !== 'code')) {
    yield warning('response_types', 'has other response_types than ["code"], the only one that OAuth 2.1 knows')
  }
}
