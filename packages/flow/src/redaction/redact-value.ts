/** The depth to which errors and events are searched. */
const depthLimit = 8

type Redact = (text: string) => string

/**
 * Redacts all texts in a value. A value without secrets is returned as it is; lists and plain objects with secrets are
 * copied. The texts of an error are changed in place, since others may hold the error or know it by its class. A `URL`
 * is left as it is: a program opens it.
 */
export function redactValue<T>(value: T, redact: Redact): T {
  // The redacted value has the type of the value.
  return redacted(value, redact, depthLimit) as T
}

function redacted(value: unknown, redact: Redact, depth: number): unknown {
  if (typeof value === 'string') return redact(value)
  if (typeof value !== 'object' || value === null || depth === 0) return value
  if (value instanceof Error) return redactError(value, redact, depth)
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => redacted(item, redact, depth - 1))
    return items.some((item, index) => item !== value[index]) ? items : value
  }
  if (!isPlain(value)) return value
  const members = Object.entries(value)
  const clean = members.map(([name, member]) => [name, redacted(member, redact, depth - 1)] as const)
  return clean.some(([, member], index) => member !== members[index]?.[1]) ? Object.fromEntries(clean) : value
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function redactError(error: Error, redact: Redact, depth: number): Error {
  // The message of a `DOMException` is no own property.
  for (const name of new Set<PropertyKey>(['message', 'stack', ...Reflect.ownKeys(error)])) {
    const present: unknown = Reflect.get(error, name)
    const clean = redacted(present, redact, depth - 1)
    if (clean !== present && !change(error, name, clean)) return substitute(error, redact)
  }
  return error
}

function change(error: Error, name: PropertyKey, value: unknown): boolean {
  const { enumerable = false } = Reflect.getOwnPropertyDescriptor(error, name) ?? {}
  return Reflect.defineProperty(error, name, { value, enumerable, configurable: true, writable: true })
}

/** A redacted error in place of an error that cannot be changed. */
function substitute(error: Error, redact: Redact): Error {
  const code: unknown = Reflect.get(error, 'code')
  return Object.assign(new Error(redact(error.message)), {
    name: error.name,
    ...(typeof code === 'string' && { code: redact(code) }),
  })
}
