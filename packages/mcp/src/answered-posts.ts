/** The URLs that accepted a POST: a stream that is opened there later belongs to a session. */
export interface AnsweredPosts {
  has(url: string): boolean
  add(url: string): void
}

/** The number of URLs that are remembered: each SSE connection has another URL for its messages. */
const limit = 100

export function createAnsweredPosts(): AnsweredPosts {
  const urls = new Set<string>()
  return {
    has: (url) => urls.has(url),
    add(url) {
      urls.delete(url)
      urls.add(url)
      const [oldest] = urls
      if (urls.size > limit && oldest !== undefined) urls.delete(oldest)
    },
  }
}
