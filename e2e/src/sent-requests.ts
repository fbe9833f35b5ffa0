import type { MockServer, RecordedRequest } from '@fast-agent-auth/mock-server'

/** The requests to one endpoint, in the order of arrival. */
export function linesTo(mock: MockServer, endpoint: RecordedRequest['endpoint']): readonly string[] {
  return mock.requestsTo(endpoint).map(({ method, url }) => `${method} ${url}`)
}

/** The requests to all endpoints of a sign-in, in the order of arrival. */
export function signInRequests(mock: MockServer): readonly string[] {
  const endpoints = ['register', 'authorize', 'token', 'revoke']
  return mock.requests.map(({ endpoint }) => endpoint).filter((endpoint) => endpoints.includes(endpoint))
}

/** A parameter of every request to the token endpoint. */
export function inTokenRequests(mock: MockServer, name: string): readonly (string | undefined)[] {
  return mock.requestsTo('token').map(({ form }) => form?.get(name) ?? undefined)
}
