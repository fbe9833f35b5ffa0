/** Groups of endpoints: the MCP server, the token endpoint, and all that only a sign-in or a sign-out asks. */
export const desks = ['mcp', 'token', 'signIn'] as const
export type Desk = (typeof desks)[number]

/** The number of cards in the deck of each desk. Too many harmful ones, and no sign-in with its six requests would succeed. */
type Counts = readonly [mcp: number, token: number, signIn: number]

/** The client gets what was meant. */
const harmless = {
  'as it should be': [240, 80, 200],
  'added latency': [30, 10, 15],
  'slow body': [8, 4, 5],
  compressed: [8, 3, 5],
  'another content type': [6, 3, 3],
  'stray bytes': [6, 3, 3],
} as const

/** The client gets none of it, or cannot read it. */
const harmful = {
  'reset before': [4, 4, 1],
  'reset after': [4, 2, 1],
  'hung up at once': [4, 2, 1],
  'hung up late': [2, 1, 1],
  'hung up after headers': [4, 1, 1],
  truncated: [4, 1, 1],
  'cut JSON': [4, 1, 1],
  '429': [4, 3, 1],
  '500': [4, 2, 1],
  '502': [4, 2, 1],
  '503': [4, 3, 1],
  HTML: [4, 1, 1],
  'wrong JSON': [4, 1, 1],
  'compressed garbage': [4, 1, 1],
  'invalid UTF-8': [4, 1, 1],
  'huge body': [2, 1, 1],
  'redirect elsewhere': [4, 1, 1],
  'redirect here': [4, 1, 1],
  'no HTTP': [4, 1, 1],
} as const

/** The server says something untrue, or takes back what it gave. */
const lies = {
  'token refused': [6, 0, 0],
  'token forgotten': [5, 0, 0],
  outage: [1, 0, 0],
  'refused for ever': [2, 0, 0],
  'scope held': [2, 0, 0],
  'scope more': [2, 0, 0],
  'family revoked': [1, 1, 0],
  invalid_grant: [0, 2, 0],
  invalid_client: [0, 2, 0],
  temporarily_unavailable: [0, 2, 0],
  'unknown word': [0, 2, 0],
  'dead in other words': [0, 1, 0],
  'gateway 403': [0, 1, 0],
} as const

export type Harmless = keyof typeof harmless
export type Harmful = keyof typeof harmful
export type Kind = Harmless | Harmful | keyof typeof lies

const all: Readonly<Record<Kind, Counts>> = { ...harmless, ...harmful, ...lies }

export const kinds: readonly Kind[] = Object.keys(all) as Kind[]

export function isHarmful(kind: Kind): kind is Harmful {
  return kind in harmful
}

/** Each kind as often as it is in the deck of a desk. */
export function deckOf(desk: Desk): readonly Kind[] {
  return kinds.flatMap((kind) => Array<Kind>(all[kind][desks.indexOf(desk)] ?? 0).fill(kind))
}
