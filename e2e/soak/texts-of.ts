/** Every text in a value and in all that hangs on it: members that are hidden, causes, stacks and bytes too. */
export function textsOf(value: unknown): string {
  const texts = new Set<string>()
  const seen = new Set<object>()
  const look = (part: unknown): void => {
    if (typeof part === 'string') texts.add(part)
    if (typeof part !== 'object' || part === null || seen.has(part)) return
    seen.add(part)
    if (part instanceof Uint8Array) texts.add(Buffer.from(part).toString('latin1'))
    else if (part instanceof URL) texts.add(part.href)
    else if (part instanceof Map || part instanceof Set) for (const entry of part) look(entry)
    else for (const key of Reflect.ownKeys(part)) look(Reflect.get(part, key))
  }
  look(value)
  return [...texts].join('\n')
}
