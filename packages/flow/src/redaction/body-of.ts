import { parseObject } from '@fast-agent-auth/discovery/untrusted'

/** The members of an answer, where it has any. */
export function bodyOf(text: string, headers: Headers): Readonly<Record<string, unknown>> | undefined {
  // GitHub answers so where it overlooks the Accept header.
  if (headers.get('content-type')?.includes('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(text))
  return parseObject(text)
}
