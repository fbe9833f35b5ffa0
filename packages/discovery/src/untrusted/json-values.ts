export type JsonObject = Readonly<Record<string, unknown>>

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The JSON object in a text; `undefined` where the text is no JSON or no object. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

export function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

/**
 * A string without the white space around it; any other value as it is. Templates leave white space around URLs. There is no
 * regular expression here: over a million blanks, one would take minutes.
 */
export function trimmed(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value
}
