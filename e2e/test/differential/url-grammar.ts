import fc from 'fast-check'
import { rarely } from './rarely.ts'

/** The parts of which a URL is printed. */
interface Parts {
  /** As it is spelled: perhaps with capitals and a default port. */
  readonly origin: string
  readonly userinfo: string
  /** Of the path: a trailing slash is an empty last one; no path is none at all (RFC 3986 §3.3). */
  readonly segments: readonly string[]
  readonly query: string
}

export interface Place extends Parts {
  readonly url: string
}

/** A published resource identifier, and the URL of the server that it is said to be of. */
export interface ResourceInput {
  readonly server: Place
  readonly resource: Place
  readonly fragment: string
  /** Characters of the resource that are replaced by ones that no URL may have. */
  readonly spoilt: readonly [before: string, after: string]
}

export const pathOf = (segments: readonly string[]): string => segments.map((segment) => `/${segment}`).join('')

const place = <Made extends Parts>(parts: Made): Made & Place => ({
  ...parts,
  url: parts.origin.replace('//', `//${parts.userinfo}`) + pathOf(parts.segments) + parts.query,
})
const none = fc.constant('')
const userinfo = rarely(fc.constantFrom('user@', 'user:secret@'), none)
const withSlash = (segments: fc.Arbitrary<readonly string[]>): fc.Arbitrary<readonly string[]> =>
  fc.tuple(segments, fc.constantFrom<readonly string[]>([], [], [], [''])).map((parts) => parts.flat())

const anySegment = fc
  .stringMatching(/^([a-zA-Z0-9\-._~!$&'()*+,;=:@]|%[0-9A-F]{2}){1,6}$/)
  // Dot segments are taken out when a URL is read (RFC 3986 §5.2.4).
  .filter((segment) => !/^(\.|%2E){1,2}$/.test(segment))
const knownSegment = fc.constantFrom('tenant', 'Tenant', 'mcp', '.well-known', 'v1.0', 'a%20b')
const segments = withSlash(
  fc.array(rarely(none, fc.oneof({ weight: 2, arbitrary: knownSegment }, { weight: 1, arbitrary: anySegment })), {
    maxLength: 3,
  }),
)
const origin = fc
  .tuple(
    fc.constantFrom('https://', 'http://', 'HTTPS://'),
    fc.constantFrom('as.example', 'AS.Example', 'bücher.example', '127.0.0.1', '[::1]', 'localhost', 'a.b.example.'),
    fc.constantFrom('', ':443', ':80', ':8443'),
  )
  .map((parts) => parts.join(''))

export const issuer: fc.Arbitrary<Place> = fc.record({ origin, userinfo: none, segments, query: none }).map(place)

export const serverUrl: fc.Arbitrary<Place> = fc
  .record({ origin, userinfo, segments, query: rarely(fc.constantFrom('?tenant=a', '?a=b&c=/'), none) })
  .map(place)

// Few parts, so that one path is often within the other.
const fewSegments = withSlash(
  fc.array(rarely(fc.constantFrom('', 'A'), fc.constantFrom('a', 'b', 'ab')), { maxLength: 3 }),
)
const fewQueries = rarely(fc.constantFrom('?a=b', '?a=c'), none)
const fewOrigins = fc.constantFrom(
  'https://mcp.example',
  'https://MCP.Example',
  'https://mcp.example:443',
  'https://mcp.example:8443',
  'https://mcp.example.evil.example',
  'http://mcp.example',
  'http://127.0.0.1:3000',
  'http://localhost:3000',
)
const server = { origin: fewOrigins, userinfo: none, segments: fewSegments, query: fewQueries }

/** Mostly of one origin: else there is little to tell. */
export const resourceInput: fc.Arbitrary<ResourceInput> = fc
  .record({
    server: fc.record(server).map(place),
    resource: fc.record({ ...server, userinfo }),
    otherOrigin: fc.constantFrom(true, false, false),
    fragment: rarely(fc.constantFrom('#', '#a'), none),
    // URL parsing takes these out, or turns or adds a slash.
    spoilt: rarely<readonly [string, string]>(
      fc.constantFrom(
        ['', ' '],
        ['//', '/\n/'],
        ['//', '/\t/'],
        ['//', '\\\\'],
        ['//', ''],
        ['//', '/'],
        ['//', '////'],
      ),
      fc.constant(['', '']),
    ),
  })
  .map(({ server, resource, otherOrigin, fragment, spoilt }) => {
    const { url, ...parts } = place(otherOrigin ? resource : { ...resource, origin: server.origin })
    return { server, resource: { ...parts, url: url.replace(...spoilt) + fragment }, fragment, spoilt }
  })
