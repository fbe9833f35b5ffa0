import type { Difference } from '../../src/differential.ts'
import {
  bearerOf,
  type Challenge,
  type ChallengeInput,
  isBearer,
  type Parameter,
  parameterOf,
} from './challenge-grammar.ts'
import type { Scope } from './scope-grammar.ts'
import { type Place, pathOf, type ResourceInput } from './url-grammar.ts'

const names: readonly string[] = ['error', 'error_description', 'scope', 'resource_metadata']
const parametersOf = ({ challenges }: ChallengeInput): readonly Parameter[] =>
  challenges.flatMap(({ parameters }) => parameters)
const isRead = ({ name }: Parameter): boolean => names.includes(name.toLowerCase())
const saysWhy = (challenge: Challenge): boolean =>
  ['error', 'error_description', 'scope'].some((name) => parameterOf(challenge, name) !== undefined)
const isBare = ({ token68, parameters }: Challenge): boolean => token68 === undefined && parameters.length === 0

/** `extractWWWAuthenticateParams` and our `selectBearerChallenge`. */
export const challengeDifferences: readonly Difference<ChallengeInput>[] = [
  {
    reason:
      'The SDK reads headers only where the first challenge is Bearer or DPoP; those of other schemes may stand before it (RFC 9110 §11.6.1).',
    applies: ({ challenges: [first] }) => first !== undefined && !/^(bearer|dpop)$/i.test(first.scheme),
  },
  {
    reason:
      'The SDK reads nothing behind an empty element or junk at the start; empty elements of a list are passed over (RFC 9110 §5.6.1.2).',
    applies: ({ challenges: [first] }) => first !== undefined && first.before !== '',
  },
  {
    reason: 'The SDK reads nothing where two spaces follow the scheme; there may be several (RFC 9110 §11.3: 1*SP).',
    applies: ({ challenges: [first] }) => first !== undefined && !isBare(first) && first.spaces !== ' ',
  },
  {
    reason:
      'The SDK takes the comma behind a scheme for a part of its name; a scheme may stand alone (RFC 9110 §11.3).',
    applies: ({ challenges: [first, second] }) => first !== undefined && second !== undefined && isBare(first),
  },
  {
    reason:
      'The SDK takes the first parameter of that name anywhere in the header; parameters belong to the challenge in which they stand, and other schemes have their own (RFC 9110 §11.3).',
    applies: ({ challenges }) => challenges.some((challenge) => !isBearer(challenge) && saysWhy(challenge)),
  },
  {
    reason:
      'The SDK mixes the parameters of several Bearer challenges; ours are all of one, the one with an error where there is one (RFC 9110 §11.3, RFC 6750 §3).',
    applies: ({ challenges }) =>
      challenges.some((challenge) => isBearer(challenge) && challenge !== bearerOf(challenges) && saysWhy(challenge)),
  },
  {
    reason:
      'The SDK takes the first resource_metadata; ours is that of Bearer where several schemes have one, since it is Bearer tokens that we send (RFC 9728 §5.1 names no order).',
    applies: ({ challenges }) =>
      challenges.some(
        (challenge) => isBearer(challenge) && parameterOf(challenge, 'resource_metadata') !== undefined,
      ) &&
      challenges.some((challenge) => !isBearer(challenge) && parameterOf(challenge, 'resource_metadata') !== undefined),
  },
  {
    reason: 'The SDK knows the names of parameters in lower case only; case does not matter there (RFC 9110 §11.2).',
    applies: (input) =>
      parametersOf(input).some(({ name }) => names.includes(name.toLowerCase()) && !names.includes(name)),
  },
  {
    reason: 'The SDK takes x_scope for scope; a name is a whole token (RFC 9110 §11.2).',
    applies: (input) =>
      parametersOf(input).some(({ name }) => !names.includes(name) && names.some((end) => name.endsWith(end))),
  },
  {
    reason:
      'The SDK knows no white space around the equals sign; recipients must pass over it (RFC 9110 §5.6.3, §11.2).',
    applies: (input) => parametersOf(input).some((parameter) => isRead(parameter) && parameter.equals !== '='),
  },
  {
    reason:
      'The SDK ends a quoted value at an escaped quotation mark and leaves backslashes in it; a quoted pair means its second character (RFC 9110 §5.6.4).',
    applies: (input) => parametersOf(input).some((parameter) => isRead(parameter) && parameter.sent.includes('\\')),
  },
  {
    reason: 'The SDK reads "" as two quotation marks; a quoted value may be empty (RFC 9110 §5.6.4).',
    applies: (input) => parametersOf(input).some((parameter) => isRead(parameter) && parameter.value === ''),
  },
  {
    reason:
      'The SDK finds parameters within the values of others, in a token68 and in junk; what is quoted is text (RFC 9110 §5.6.4).',
    applies: (input) =>
      [
        ...input.challenges.flatMap(({ before, token68 }) => [before, token68 ?? '']),
        ...parametersOf(input).flatMap(({ comma, sent }) => [comma, sent]),
      ].some((text) => names.some((name) => text.includes(`${name}=`))),
  },
  {
    reason:
      'The SDK gives a parsed URL, and none where parsing fails; ours is byte for byte what was sent, to be refused with its name (RFC 9728 §5.1).',
    applies: (input) =>
      parametersOf(input).some(
        ({ name, value }) => name.toLowerCase() === 'resource_metadata' && !isSpelledAsParsed(value),
      ),
  },
  {
    reason:
      'The SDK does not look where AWS API Gateway renames the header to X-Amzn-Remapped-WWW-Authenticate; what it holds is the same field (RFC 9110 §11.6.1).',
    applies: ({ headerName }) => headerName !== 'WWW-Authenticate',
  },
]

function isSpelledAsParsed(url: string): boolean {
  return URL.canParse(url) && new URL(url).href === url
}

/** `buildDiscoveryUrls` and our `authorizationServerMetadataUrls`. */
export const issuerDifferences: readonly Difference<Place>[] = [
  {
    reason:
      'The SDK asks another host, or fails, where the path begins with two slashes: it takes the first segment for an authority; the path is appended to, at the issuer (OpenID Connect Discovery §4.1).',
    applies: ({ segments }) => pathOf(segments).startsWith('//'),
  },
]

/** Requests of `discoverOAuthProtectedResourceMetadata`, and our `protectedResourceMetadataUrls`. */
export const serverUrlDifferences: readonly Difference<Place>[] = [
  {
    reason:
      'The SDK drops the slash at the end of a path; only the one that directly follows the host is dropped (RFC 9728 §3.1).',
    applies: ({ segments }) => segments.length > 1 && segments.at(-1) === '',
  },
  {
    reason:
      'The SDK does not ask at the parent path; where that is the resource, its metadata is there (RFC 9728 §3.1).',
    applies: ({ segments }) => (segments.at(-1) === '' ? segments.slice(0, -1) : segments).length > 1,
  },
  {
    reason:
      'The SDK asks for a server with a query at its path with that query alone; who serves the metadata may know none, and the root comes without one (RFC 9728 §3.1, MCP 2026-07-28 Protected Resource Metadata Discovery Requirements).',
    applies: ({ query }) => query !== '',
  },
  {
    reason:
      'The SDK keeps the user name and password of the server URL in what it asks for; no URL that is used should hold any (RFC 9110 §4.2.4).',
    applies: ({ userinfo }) => userinfo !== '',
  },
]

/** `computeScopeUnion` and `isStrictScopeSuperset`, and our `unionScope` and `missingScope`. */
export const scopeDifferences: readonly Difference<readonly (Scope | undefined)[]>[] = [
  {
    reason:
      'The SDK divides a scope at white space of any kind; a space divides, and any other is an error, which we name later (RFC 6749 §3.3).',
    applies: (scopes) => scopes.some((scope) => scope?.names.some((name) => /\s/.test(name))),
  },
]

/** `checkResourceAllowed` and our `isResourceOf`. */
export const resourceDifferences: readonly Difference<ResourceInput>[] = [
  {
    reason:
      'The SDK refuses a resource with one slash more than the server URL, and takes one with a slash less; we forgive one slash either way (RFC 3986 §6.2.4).',
    applies: ({ server, resource }) => `${new URL(server.url).pathname}/` === pathOf(resource.segments),
  },
  {
    reason: 'The SDK takes a resource with a fragment; a resource identifier has none (RFC 9728 §1.2, RFC 8707 §2).',
    applies: ({ fragment }) => fragment !== '',
  },
  {
    reason: 'The SDK takes a resource with a query that the server URL does not have; that is another (RFC 9728 §3.3).',
    applies: ({ server, resource }) => resource.query !== '' && resource.query !== server.query,
  },
  {
    reason: 'The SDK takes a resource without TLS that is not on this machine; it must be https (RFC 9728 §1.2).',
    applies: ({ resource }) => resource.origin === 'http://mcp.example',
  },
  {
    reason:
      'The SDK takes a resource with a user name; it would be sent on to the authorization server (RFC 9110 §4.2.4).',
    applies: ({ resource }) => resource.userinfo !== '',
  },
  {
    reason:
      'The SDK takes white space and backslashes, which URL parsing takes out or turns; ours is sent byte for byte, and must be a URI (RFC 3986 §2, RFC 8707 §2).',
    applies: ({ spoilt: [before, after] }) => before !== after,
  },
]
