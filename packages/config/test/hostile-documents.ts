import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { type Config, ConfigError, readConfig } from '../src/index.ts'
import { type Env, folderWith } from './world.ts'

/** In every value that is written or set: no message may hold it. */
export const secret = 's3cret'

/** A folder that is read again and again, each time with other texts in these files. */
export async function createReader(
  ...names: readonly string[]
): Promise<(texts: readonly (string | Uint8Array)[], env?: Env) => Promise<Config | ConfigError>> {
  const folder = await folderWith(Object.fromEntries(names.map((name) => [name, ''])))
  return async (texts, env = {}) => {
    for (const [index, name] of names.entries()) writeFileSync(join(folder, name), texts[index] ?? '')
    return readConfig({ cwd: folder, home: folder, env }).catch((error: unknown) => {
      if (error instanceof ConfigError) return error
      throw error
    })
  }
}

/** The messages about a configuration: of the whole, of each server, and the warnings. */
export function messagesOf(outcome: Config | ConfigError): readonly string[] {
  if (outcome instanceof ConfigError) return [outcome.message]
  const errors = outcome.servers.flatMap(({ error }) => (error ? [error.message] : []))
  return [...errors, ...outcome.warnings.map(({ message }) => message)]
}

/** `${inside}` */
export const use = (inside: string): string => `\${${inside}}`

const inherited = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'] as const

/** Names that objects have by themselves, that act on a terminal, or that say something else. */
const oddNames = fc.oneof(
  fc.constantFrom(...inherited),
  fc.constantFrom(
    'a\u001b[2Jb',
    'a\u009b31m',
    'a\u202eb',
    'a\r\nfast-agent.yaml:1: b',
    '-x',
    '',
    ' ',
    '<<',
    '*a',
    '&a',
    'a\u0000',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
)

const texts = fc.oneof(
  fc.constantFrom(
    '',
    '/',
    '?',
    '#',
    '$(id)',
    '`id`',
    '; id',
    '&',
    '|',
    '${',
    use('A'),
    use('env:A'),
    '${A:',
    use('A}'),
    '\n',
    '\u0000',
    '%',
  ),
  fc.constantFrom(
    'https://',
    'http://',
    'file:///',
    'javascript:',
    'redis://',
    'me:pw@',
    '..',
    '*',
    '!tag ',
    '&a',
    '{"a":1}',
    '[1]',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
)

const text = fc.tuple(texts, texts).map(([front, end]) => `${front}${secret}${end}`)

/** Any value, but that all text in it is secret. */
const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: text },
  fc.constantFrom(true, false, null, 0, -1, 1.5, 1e21, [], {}),
  fc.array(text, { maxLength: 3 }),
  fc.dictionary(oddNames, text, { maxKeys: 3 }),
)

const or = (right: unknown, rest: fc.Arbitrary<unknown> = value): fc.Arbitrary<unknown> =>
  fc.oneof(fc.constant(right), rest)

const auth = fc.record(
  {
    oauth: or(true),
    redirect_port: or(3030),
    redirect_path: or(`/${secret}`),
    redirect_host: or('localhost'),
    scope: or(secret),
    persist: or('redis'),
    client_metadata_url: or(`https://a.example/${secret}`),
    client_id: or(secret),
    clientId: or(secret),
    callbackPort: or(1),
    client_secret: or(secret),
    issuer: or(`https://as.example/${secret}`),
    authorization_params: or({ prompt: secret }),
    account: or(secret),
    redis_url: or(`redis://me:${secret}@a`),
    scoop: value,
  },
  { requiredKeys: [] },
)

const server = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record(
      {
        url: or(`https://mcp.example.com/${secret}`),
        target: or(`https://mcp.example.com/${secret}/sse`),
        transport: or('http'),
        type: or('streamable-http'),
        command: or(secret),
        args: value,
        headers: or({ 'X-Key': secret }),
        access_token: or(secret),
        auth: or({}, fc.oneof(auth, value)),
        oauth: or({}, fc.oneof(auth, value)),
      },
      { requiredKeys: [] },
    ),
  },
  value,
)

/** Servers by name, and what may stand in their place. */
export const servers: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 8, arbitrary: fc.dictionary(fc.oneof(fc.constantFrom('a', 'b'), oddNames), server, { maxKeys: 3 }) },
  value,
)

/** Names of environment variables that are near ours, with values. */
export const environments: fc.Arbitrary<Env> = fc.dictionary(
  fc
    .array(
      fc.constantFrom(
        'URL',
        'AUTH',
        'HEADERS',
        'SCOPE',
        'X',
        '',
        '_',
        'a',
        '__proto__',
        'CONSTRUCTOR',
        'REDIRECT_PORT',
      ),
      { maxLength: 4 },
    )
    .map((parts) => ['MCP__SERVERS', ...parts].join('__')),
  fc.oneof(
    text,
    value.map((any) => JSON.stringify(any)),
    fc.constant('{"__proto__":{"url":1},"auth":{"scope":"s3cret"}}'),
  ),
  { maxKeys: 5 },
)
