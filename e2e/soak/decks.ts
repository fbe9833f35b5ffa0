/** Where requests go: to the MCP server, to the token endpoint, or to what only a sign-in and a sign-out ask. */
export type Desk = 'mcp' | 'token' | 'signIn'

/** What the client gets is what was meant. */
export const harmlessKinds = [
  'as it should be',
  'added latency',
  'slow body',
  'compressed',
  'another content type',
  'stray bytes',
] as const

/** What the client gets is none of it, or cannot be read. */
export const harmfulKinds = [
  'reset before',
  'reset after',
  'hung up at once',
  'hung up late',
  'hung up after headers',
  'truncated',
  'cut JSON',
  '429',
  '500',
  '502',
  '503',
  'HTML',
  'wrong JSON',
  'compressed garbage',
  'invalid UTF-8',
  'huge body',
  'redirect elsewhere',
  'redirect here',
  'no HTTP',
] as const

/** The server says what is not so, or takes back what it gave. */
export const lies = [
  'token refused',
  'token forgotten',
  'outage',
  'refused for ever',
  'scope held',
  'scope more',
  'family revoked',
  'invalid_grant',
  'invalid_client',
  'temporarily_unavailable',
  'unknown word',
  'dead in other words',
  'gateway 403',
] as const

export type Harmless = (typeof harmlessKinds)[number]
export type Harmful = (typeof harmfulKinds)[number]
export type Lie = (typeof lies)[number]
export type Kind = Harmless | Harmful | Lie

/** Too many, and a sign-in with its six requests would never succeed. */
const harmful: Readonly<Partial<Record<Kind, number>>> = Object.fromEntries(harmfulKinds.map((kind) => [kind, 1]))

/** How many requests of a deck are treated so. */
export const decks: Readonly<Record<Desk, Readonly<Partial<Record<Kind, number>>>>> = {
  mcp: {
    ...Object.fromEntries(harmfulKinds.map((kind) => [kind, 4])),
    'hung up late': 2,
    'huge body': 2,
    'added latency': 30,
    'slow body': 8,
    compressed: 8,
    'another content type': 6,
    'stray bytes': 6,
    'token refused': 6,
    'token forgotten': 5,
    outage: 1,
    'refused for ever': 2,
    'scope held': 2,
    'scope more': 2,
    'family revoked': 1,
    'as it should be': 240,
  },
  token: {
    ...harmful,
    'reset before': 4,
    'reset after': 2,
    'hung up at once': 2,
    '429': 3,
    '500': 2,
    '502': 2,
    '503': 3,
    'added latency': 10,
    'slow body': 4,
    compressed: 3,
    'another content type': 3,
    'stray bytes': 3,
    'family revoked': 1,
    invalid_grant: 2,
    invalid_client: 2,
    temporarily_unavailable: 2,
    'unknown word': 2,
    'dead in other words': 1,
    'gateway 403': 1,
    'as it should be': 80,
  },
  signIn: {
    ...harmful,
    'added latency': 15,
    'slow body': 5,
    compressed: 5,
    'another content type': 3,
    'stray bytes': 3,
    'as it should be': 200,
  },
}
