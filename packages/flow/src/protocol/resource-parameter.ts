import type { QuirkLookup } from '@fast-agent-auth/discovery'

export interface ResourceOptions {
  readonly resource: string
  /** The server did not announce that it knows the parameter, or has refused it at a refresh. */
  readonly omitsResource?: boolean | undefined
}

/** The parameter `resource`: in every request (RFC 8707 §2), byte for byte, but to servers that do not know or refuse it. */
export function resourceParameter(
  { resource, omitsResource }: ResourceOptions,
  quirk: QuirkLookup,
): { readonly resource?: string } {
  return omitsResource || quirk('resourceParameter') === 'omit' ? {} : { resource }
}
