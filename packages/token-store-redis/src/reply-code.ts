/** The word in capitals that an error reply of Redis begins with; `undefined` for any other failure. */
export function replyCode(error: unknown): string | undefined {
  return error instanceof Error ? /^([A-Z]{2,})\b/.exec(error.message)?.[1] : undefined
}
