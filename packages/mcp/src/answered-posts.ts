/** The URLs that took a message: a stream that is opened there is a session's own. */
export interface AnsweredPosts {
  has(url: string): boolean
  add(url: string): void
}

/** An SSE connection has a URL of its own for its messages: the oldest go. */
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
