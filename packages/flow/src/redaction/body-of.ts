import { parseObject } from '@fast-agent-auth/discovery/untrusted'

/** The members of a body that is a JSON object or a form; `undefined` of any other. */
export function bodyOf(text: string, headers: Headers): Readonly<Record<string, unknown>> | undefined {
  const body = parseObject(text)
  // GitHub ignores the header Accept and answers with a form; other servers send JSON with the media type of a form.
  const isForm = !body && headers.get('content-type')?.includes('application/x-www-form-urlencoded')
  return isForm ? Object.fromEntries(new URLSearchParams(text)) : body
}
