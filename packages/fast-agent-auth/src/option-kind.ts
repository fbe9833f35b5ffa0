/** The kind of value that an option takes. */
export interface Kind {
  /**
   * Returns the value to use, or `undefined` if the value does not fit. Lists and objects are copied, so that the value
   * that was checked is used, whatever a getter returns the next time.
   */
  readonly read: (value: unknown) => unknown
  /** Completes "… is". */
  readonly words: string
  /** The members of an object, of which each is read by itself. */
  readonly members?: Kinds | undefined
  /** Whether `undefined` is a wrong value, rather than an option that was left out. */
  readonly isRequired?: boolean | undefined
}

export type Kinds = Readonly<Record<string, Kind>>

export const text: Kind = { read: (value) => (typeof value === 'string' ? value : undefined), words: 'a text' }
/** A text that names something. */
export const filledText: Kind = {
  read: (value) => (typeof value === 'string' && value !== '' ? value : undefined),
  words: 'a text that is not empty',
}
/** No part of it may be a secret, since messages show it. */
export const issuerUrl: Kind = {
  read: (value) => (typeof value === 'string' && !/[?#]|^[^/]*\/\/[^/]*@/.test(value) ? value : undefined),
  words: 'the URL of an authorization server, without user name, query and fragment',
}
export const texts: Kind = { read: readTexts, words: 'a list of texts' }
export const flag: Kind = { read: (value) => (typeof value === 'boolean' ? value : undefined), words: 'true or false' }
export const scopes: Kind = {
  read: (value) => (typeof value === 'string' ? value : readTexts(value)),
  words: 'a text, or a list of texts',
}
export const callable: Kind = {
  read: (value) => (typeof value === 'function' ? value : undefined),
  words: 'a function',
}
export const milliseconds: Kind = {
  read: (value) => (typeof value === 'number' && value > 0 ? value : undefined),
  words: 'a number of milliseconds',
}
export const store: Kind = {
  read: readStore,
  words: 'a token store: an object with the functions get, keys and update',
}
/** Any value: the code that uses it checks it, and can say better what is wrong. */
export const anything: Kind = { read: (value) => value, words: 'anything' }

export const hosts: Kind = {
  read(value) {
    const list = readTexts(value)
    return list?.every((host) => /^[^\s/?#@]+$/.test(host)) ? list : undefined
  },
  words: `a list of hosts, such as ['auth.internal.example', 'auth:8080']`,
}

export const oneOf = (...names: readonly string[]): Kind => ({
  read: (value) => names.find((name) => name === value),
  words: names.join(' or '),
})

export const listOf = (...names: readonly string[]): Kind => ({
  read(value) {
    const list = readTexts(value)
    return list?.every((name) => names.includes(name)) ? list : undefined
  },
  words: `a list of ${names.slice(0, -1).join(', ')} or ${names.at(-1)}`,
})

export const record = (example: string, members?: Kinds): Kind => ({
  read: (value) => (isRecord(value) ? (members ? value : { ...value }) : undefined),
  words: `an object, such as ${example}`,
  members,
})

/** A document as it is published: JSON, which is copied so that nothing is read twice. */
export const document = (example: string): Kind => ({
  read: (value) => (isRecord(value) ? JSON.parse(JSON.stringify(value)) : undefined),
  words: `an object, such as ${example}`,
})

export const required = (kind: Kind): Kind => ({ ...kind, isRequired: true })

export const orFalse = (kind: Kind): Kind => ({
  ...kind,
  read: (value) => (value === false ? value : kind.read(value)),
  words: `false, or ${kind.words}`,
})

/** The kind of a value, for a message. The value itself may be a secret. */
export function kindOf(value: unknown): string {
  if (value instanceof Promise) return 'a promise: await it first'
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return 'a list'
  if (value === '') return 'an empty text'
  const type = typeof value
  if (type === 'string') return 'a text'
  return type === 'object' ? 'an object without that' : `a ${type}`
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Promise)
}

function readTexts(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined
  const copy: readonly unknown[] = [...value]
  return copy.every((each) => typeof each === 'string') ? copy : undefined
}

function readStore(value: unknown): object | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const isStore = ['get', 'keys', 'update'].every((name) => typeof Reflect.get(value, name) === 'function')
  return isStore ? value : undefined
}
