import { isResourceOf } from '@fast-agent-auth/discovery/untrusted'
import { checkResourceAllowed, resourceUrlFromServerUrl } from '@modelcontextprotocol/client'
import { it } from 'vitest'
import { compare } from '../../src/differential.ts'
import { resourceDifferences } from './differences.ts'
import { type ResourceInput, resourceInput } from './url-grammar.ts'

const loopback = ['http://127.0.0.1:3000', 'http://localhost:3000']

/** A resource identifier by RFC 9728 §1.2, of the same origin, whose path is the server's or above, whole segments. */
function covers({ server, resource, fragment, spoilt: [before, after] }: ResourceInput): boolean {
  if (before !== after || fragment !== '' || resource.userinfo !== '') return false
  if (resource.origin.startsWith('http:') && !loopback.includes(resource.origin)) return false
  if (new URL(resource.origin).origin !== new URL(server.origin).origin) return false
  if (resource.query !== '' && resource.query !== server.query) return false
  const above = resource.segments.at(-1) === '' ? resource.segments.slice(0, -1) : resource.segments
  // Without a path a URL has the path of one slash (RFC 9110 §4.2.3).
  const path = server.segments.length === 0 ? [''] : server.segments
  return above.every((segment, at) => segment === path[at])
}

it('takes a resource identifier for that of a server where the SDK does but for the listed differences', async () => {
  await compare({
    input: resourceInput,
    ours: ({ server, resource }) => isResourceOf(resource.url, server.url),
    theirs: ({ server, resource }) =>
      checkResourceAllowed({
        requestedResource: resourceUrlFromServerUrl(server.url),
        configuredResource: resource.url,
      }),
    truth: covers,
    differences: resourceDifferences,
  })
})
