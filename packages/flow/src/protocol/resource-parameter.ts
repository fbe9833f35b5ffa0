import type { QuirkLookup } from '@fast-agent-auth/discovery'

/** The parameter `resource`: in every request (RFC 8707 §2), byte for byte, but to servers that are known to refuse it. */
export function resourceParameter(resource: string, quirk: QuirkLookup): { readonly resource?: string } {
  return quirk('resourceParameter') === 'omit' ? {} : { resource }
}
