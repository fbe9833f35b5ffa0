import type { QuirkLookup } from '@fast-agent-auth/discovery/internal'
import { advise } from '@fast-agent-auth/discovery/untrusted'

export interface ResourceOptions {
  readonly resource: string
  /** The server does not know the parameter `resource`, or has refused it at a refresh. */
  readonly omitsResource?: boolean | undefined
}

/** Whether an error code may be about the parameter `resource` (RFC 8707 §2). */
export function mayMeanResource(code: string): boolean {
  return code === 'invalid_target' || code === 'invalid_request'
}

/** The next step where a server may refuse the parameter `resource`. */
export const omitResource: ReturnType<typeof advise> = advise([
  { condition: 'it does not know the parameter resource', option: 'quirks.resourceParameter', value: 'omit' },
])

/**
 * The parameter `resource` of a request (RFC 8707 §2), byte for byte; none for a server that does not know or refuses
 * it.
 */
export function resourceParameter(
  { resource, omitsResource }: ResourceOptions,
  quirk: QuirkLookup,
): { readonly resource?: string } {
  return omitsResource || quirk('resourceParameter') === 'omit' ? {} : { resource }
}
