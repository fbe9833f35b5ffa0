import { parseObject } from '@fast-agent-auth/discovery/untrusted'

/** The members of an answer, where it has any. */
export function bodyOf(text: string, headers: Headers): Readonly<Record<string, unknown>> | undefined {
  const body = parseObject(text)
  // GitHub answers with a form where it overlooks the Accept header; others call JSON one.
  const isForm = !body && headers.get('content-type')?.includes('application/x-www-form-urlencoded')
  return isForm ? Object.fromEntries(new URLSearchParams(text)) : body
}
