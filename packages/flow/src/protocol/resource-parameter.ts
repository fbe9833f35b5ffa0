import type { QuirkLookup } from '@fast-agent-auth/discovery/internal'
import { advise } from '@fast-agent-auth/discovery/untrusted'

export interface ResourceOptions {
  readonly resource: string
  /** The server did not announce that it knows the parameter, or has refused it at a refresh. */
  readonly omitsResource?: boolean | undefined
}

/** Whether a word may be about that parameter (RFC 8707 §2). */
export function mayMeanResource(code: string): boolean {
  return code === 'invalid_target' || code === 'invalid_request'
}

/** The next step where a server refuses a request for what it names, which may be that parameter. */
export const omitResource: ReturnType<typeof advise> = advise([
  { condition: 'it does not know the parameter resource', option: 'quirks.resourceParameter', value: 'omit' },
])

/** The parameter `resource`: in every request (RFC 8707 §2), byte for byte, but to servers that do not know or refuse it. */
export function resourceParameter(
  { resource, omitsResource }: ResourceOptions,
  quirk: QuirkLookup,
): { readonly resource?: string } {
  return omitsResource || quirk('resourceParameter') === 'omit' ? {} : { resource }
}
