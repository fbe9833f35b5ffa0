/** Parses a URL; `undefined` if it holds characters that parsers drop or replace, and so is not what it looks like. */
export function webUrl(text: string): URL | undefined {
  if (/[\s\p{Cc}\\]/u.test(text) || !/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || !URL.canParse(text)) return undefined
  return new URL(text)
}

/** Whether a URL has a user name or password, even an empty one. */
export function hasUserInfo(text: string): boolean {
  return /^[^:]+:\/\/[^/?#]*@/.test(text)
}

/** Whether the URL leads to this machine. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}
