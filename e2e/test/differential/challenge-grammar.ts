import fc from 'fast-check'
import { rarely } from './rarely.ts'

/** A value of a parameter: as it is sent, and what it means. */
interface Text {
  readonly sent: string
  readonly value: string
}

export interface Parameter extends Text {
  /** The text between it and the parameter before. */
  readonly comma: string
  readonly name: string
  readonly equals: string
}

export interface Challenge {
  /** Whether it begins a header of its own. */
  readonly alone: boolean
  /** Texts before it that are no challenge: empty elements of the list, and text that is not in the grammar. */
  readonly before: string
  readonly scheme: string
  readonly spaces: string
  readonly token68: string | undefined
  readonly parameters: readonly Parameter[]
}

/** Headers of a response, and the challenges from which they were printed (RFC 9110 §11.6.1). */
export interface ChallengeInput {
  readonly headerName: string
  readonly headers: readonly string[]
  readonly challenges: readonly Challenge[]
}

export interface Reading {
  readonly error: string | undefined
  readonly errorDescription: string | undefined
  readonly scope: string | undefined
  readonly resourceMetadata: string | undefined
}

const token = fc.stringMatching(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/)
const junk = fc.oneof(
  fc.constantFrom('@@@', '<p>', '@ scope=junk', '"Bearer error=junk, scope=junk"', String.raw`"\", error=junk, a"`),
  fc.stringMatching(/^[@:;/?<>[\](){}\\=][ !#-+\--~]*$/),
)
const elements = fc.oneof(
  fc.constantFrom(', ', ',,', ' ,\t, '),
  junk.map((text) => `${text}, `),
)

const plain = fc.constantFrom('a', 'B', '7', ' ', '\t', ',', '=', 'é', ';', 'Bearer', 'read:all')
const hidden = fc.constantFrom('scope=hidden', ', Bearer error=hidden, ', ' resource_metadata=https://hidden.example/x')
const unescaped = rarely(hidden, plain).map((value): Text => ({ sent: value, value }))
const escaped = fc.constantFrom('"', '\\', 'a', ' ', 'é').map((value): Text => ({ sent: `\\${value}`, value }))
const quotedText = fc.array(rarely(escaped, unescaped), { minLength: 1, maxLength: 4 }).map((pieces) => ({
  sent: `"${pieces.map(({ sent }) => sent).join('')}"`,
  value: pieces.map(({ value }) => value).join(''),
}))
const word = fc.oneof(fc.constantFrom('invalid_token', 'insufficient_scope', 'Invalid_Token', 'mcp:read'), token)
const quotedWord = word.map((value) => ({ sent: `"${value}"`, value }))
const text = rarely<Text>(
  fc.constant({ sent: '""', value: '' }),
  fc.oneof(
    quotedWord,
    quotedText,
    token.map((value) => ({ sent: value, value })),
  ),
)
const usualUrl = fc.constantFrom('https://mcp.example/x', 'https://mcp.example/x?a=b&c=d', 'https://mcp.example/a;b=c')
const oddUrl = fc.constantFrom(
  'https://mcp.example',
  'HTTPS://MCP.example/x',
  '/x',
  'https://mcp.example/?scope=hidden',
)
const url = fc
  .tuple(fc.oneof({ weight: 6, arbitrary: usualUrl }, { weight: 1, arbitrary: oddUrl }), fc.boolean())
  // Without quotes it is no token, and is sent nevertheless.
  .map(([value, quoted]): Text => ({ sent: quoted ? `"${value}"` : value, value }))

const spelled = (name: string): fc.Arbitrary<string> =>
  rarely(
    fc.constantFrom(
      name.toUpperCase(),
      name.replace(/^./, (letter) => letter.toUpperCase()),
    ),
    fc.constant(name),
  )
const names = rarely(
  fc.constantFrom('x_scope', 'x-error', 'constructor', '__proto__', 'algs'),
  fc.constantFrom('scope', 'error', 'error_description', 'realm').chain(spelled),
)
const comma = rarely(
  elements.map((text) => `,${text}`),
  fc.constantFrom(', ', ',', '\t,\t', ' ,'),
)
const equals = rarely(fc.constantFrom(' = ', '\t=', '= '), fc.constant('='))
const parameter: fc.Arbitrary<Parameter> = fc
  .tuple(
    comma,
    equals,
    fc.oneof(
      { weight: 4, arbitrary: fc.tuple(names, text) },
      { weight: 3, arbitrary: fc.tuple(spelled('resource_metadata'), url) },
    ),
  )
  .map(([comma, equals, [name, text]]) => ({ comma, name, equals, ...text }))

const challenge: fc.Arbitrary<Challenge> = fc
  .record({
    alone: fc.boolean(),
    before: rarely(elements, fc.constant('')),
    scheme: fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom('Bearer', 'bearer', 'bEaReR') },
      { weight: 3, arbitrary: fc.constant('DPoP') },
      { weight: 1, arbitrary: fc.constantFrom('Basic', 'negotiate', 'X-Own!scheme') },
    ),
    spaces: rarely(fc.constant('  '), fc.constant(' ')),
    token68: rarely<string | undefined>(fc.constantFrom('YWJj', 'a-._~+/==', 'scope=='), fc.constant(undefined)),
    parameters: fc.array(parameter, { maxLength: 3 }),
  })
  .map((made) => (made.token68 === undefined ? made : { ...made, parameters: [] }))

function print({ before, scheme, spaces, token68, parameters }: Challenge): string {
  const [first, ...others] = parameters.map(({ comma, name, equals, sent }) => [comma, name + equals + sent] as const)
  const credentials = token68 ?? (first && first[1] + others.flat().join(''))
  return before + scheme + (credentials === undefined ? '' : spaces + credentials)
}

/** Headers in which several challenges stand, of several schemes, as freely as the grammar allows, with junk between. */
export const challengeInput: fc.Arbitrary<ChallengeInput> = fc
  .record({
    headerName: rarely(fc.constant('X-Amzn-Remapped-WWW-Authenticate'), fc.constant('WWW-Authenticate')),
    challenges: fc.array(challenge, { maxLength: 3 }),
  })
  .map((made) => {
    const lines = made.challenges.map(
      (challenge, at) => (at === 0 ? '' : challenge.alone ? '\n' : ', ') + print(challenge),
    )
    return { ...made, headers: lines.join('').split('\n') }
  })

/** The content of the challenges: of any, but first of Bearer, `resource_metadata` (RFC 9728 §5.1); the rest of the one Bearer. */
export function readingOf({ challenges }: ChallengeInput): Reading {
  const bearer = bearerOf(challenges)
  return {
    error: parameterOf(bearer, 'error'),
    errorDescription: parameterOf(bearer, 'error_description'),
    scope: parameterOf(bearer, 'scope'),
    resourceMetadata: [...challenges.filter(isBearer), ...challenges]
      .map((challenge) => parameterOf(challenge, 'resource_metadata'))
      .find((value) => value !== undefined),
  }
}

/** The Bearer challenge that has an error, else the first. */
export function bearerOf(challenges: readonly Challenge[]): Challenge | undefined {
  const bearers = challenges.filter(isBearer)
  return bearers.find((challenge) => parameterOf(challenge, 'error') !== undefined) ?? bearers[0]
}

export function isBearer({ scheme }: Challenge): boolean {
  return scheme.toLowerCase() === 'bearer'
}

export function parameterOf(challenge: Challenge | undefined, wanted: string): string | undefined {
  return challenge?.parameters.find(({ name }) => name.toLowerCase() === wanted)?.value
}
