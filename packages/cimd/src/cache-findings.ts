import { type Finding, warning } from './finding.ts'

/** What is wrong with how long the document may be kept (RFC 9111 §5.2.2), which servers should respect. */
export function* cacheFindings(headers: Headers): Generator<Finding> {
  const value = headers.get('cache-control')
  if (!value) {
    const why = 'each server decides by itself when it hears of a change'
    return yield warning('cache_control', `is served without cache-control: ${why}`)
  }
  const directives = value.toLowerCase().split(',')
  const forbids = directives
    .map((each) => each.trim())
    .find((each) => /^(no-store|no-cache|max-age="?0+"?)$/.test(each))
  if (forbids === undefined) return
  yield warning('cache_control', `is served with cache-control: ${forbids}, so that it is fetched at every sign-in`)
}
