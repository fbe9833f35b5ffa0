import { printable } from './printable.ts'

/**
 * Shortens URLs to `room` characters each, if any is longer: without `https://`, then without the end of the path. A host
 * is never shortened, and URLs that differ still differ.
 */
export function shortUrls(urls: readonly string[], room: number): readonly string[] {
  if (urls.every(({ length }) => length <= room)) return urls
  const plain = urls.map((url) => url.replace(/^https:\/\//, ''))
  const short = plain.map((url) => withoutEnd(url, room))
  return new Set(short).size === new Set(urls).size ? short : plain
}

function withoutEnd(url: string, room: number): string {
  const [host = ''] = /^(?:http:\/\/)?[^/?#]*/.exec(url) ?? []
  if (url.length <= room || url.length < host.length + 2) return url
  // The cut may have left half a character.
  return `${printable(url.slice(0, Math.max(host.length + 1, room - 1)))}…`
}
