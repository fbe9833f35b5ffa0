/** Whether a text is meant as a URL, and not as a name. Names may hold a colon. */
export function isUrl(text: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(text)
}
