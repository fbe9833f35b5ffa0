import type { OverrideEndpoint } from '@fast-agent-auth/mock-server'

/** Replaces members of the JSON object where the mock answers 200 with one; `undefined` leaves a member out. */
export function withMembers(members: Readonly<Record<string, unknown>> | undefined): OverrideEndpoint {
  return async (_, answer) => {
    const response = await answer()
    return response.status === 200 ? Response.json({ ...((await response.json()) as object), ...members }) : response
  }
}
