import type { AuthOption, OptionKind } from '../packages/config/src/options.ts'

type Schema = Readonly<Record<string, unknown>>

/** Values of each kind, as JSON Schema; those with a variable too, which nobody knows before it is read. */
const kinds: Readonly<Record<OptionKind, Schema>> = {
  boolean: {
    anyOf: [
      {
        type: ['boolean', 'null'],
      },
      {
        enum: [0, 1],
      },
      {
        type: 'string',
        pattern: '^(?:[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Yy][Ee][Ss]|[Nn][Oo]|[Oo][Nn]|[Oo][Ff][Ff]|1|0)$',
      },
      {
        $ref: '#/$defs/variable',
      },
    ],
  },
  redirect_port: {
    anyOf: [
      {
        type: 'integer',
        minimum: 0,
        maximum: 65535,
      },
      {
        type: 'null',
      },
      {
        type: 'string',
        pattern: '^\\s*\\+?0*(?:\\d{1,4}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])\\s*$',
      },
      {
        $ref: '#/$defs/variable',
      },
    ],
  },
  redirect_path: {
    anyOf: [
      {
        type: 'string',
        pattern: "^(?!.*/(?:\\.|%2[eE]){1,2}(?:/|$))/[\\w.~!$&'()*+,;=:@%/|\\[\\]-]*$",
      },
      {
        type: 'null',
      },
      {
        $ref: '#/$defs/variable',
      },
    ],
  },
  redirect_host: {
    anyOf: [
      {
        enum: ['127.0.0.1', 'localhost', '[::1]', '::1', '', null],
      },
      {
        $ref: '#/$defs/variable',
      },
    ],
  },
  scope: {
    anyOf: [
      {
        type: ['string', 'number', 'null'],
      },
      {
        type: 'array',
        items: {
          type: 'string',
        },
      },
    ],
  },
  store: {
    anyOf: [
      {
        enum: ['keyring', 'memory', 'file', 'redis', null],
      },
      {
        $ref: '#/$defs/variable',
      },
    ],
  },
  document_url: {
    anyOf: [
      {
        type: 'string',
        pattern: '^[Hh][Tt][Tt][Pp][Ss]://[^\\s/?#\\\\]+/[^\\s?#\\\\][^\\s\\\\]*$',
      },
      {
        enum: [null, ''],
      },
      {
        $ref: '#/$defs/variable',
      },
    ],
  },
  text: {
    type: ['string', 'number', 'null'],
  },
  auth_method: {
    anyOf: [
      {
        enum: ['none', 'client_secret_basic', 'client_secret_post', '', null],
      },
      {
        $ref: '#/$defs/variable',
      },
    ],
  },
  issuer: {
    anyOf: [
      {
        type: 'string',
        pattern: '^[Hh][Tt][Tt][Pp][Ss]?://[^\\s?#@\\\\]+$',
        minLength: 9,
      },
      {
        enum: [null, ''],
      },
      {
        $ref: '#/$defs/variable',
      },
    ],
  },
  parameters: {
    type: ['object', 'null'],
    additionalProperties: {
      type: ['string', 'number', 'boolean', 'null'],
    },
  },
  networks: {
    anyOf: [
      {
        enum: ['loopback', 'private', 'link_local', '', null],
      },
      {
        type: 'array',
        items: {
          anyOf: [
            {
              enum: ['loopback', 'private', 'link_local'],
            },
            {
              $ref: '#/$defs/variable',
            },
          ],
        },
      },
      {
        $ref: '#/$defs/variable',
      },
    ],
  },
  account: {
    anyOf: [
      {
        type: 'string',
        pattern: '\\S',
      },
      {
        type: ['number', 'null'],
      },
    ],
  },
  redis_url: {
    anyOf: [
      {
        type: 'string',
        pattern: '^[Rr][Ee][Dd][Ii][Ss][Ss]?://[^\\s\\\\]*$',
      },
      {
        enum: [null, ''],
      },
      {
        $ref: '#/$defs/variable',
      },
    ],
  },
  hosts: {
    anyOf: [
      {
        type: 'string',
        pattern: '^(?:[\\w.-]+|\\[[\\dA-Fa-f:.]+\\])(?::\\d{1,5})?$',
      },
      {
        enum: [null, ''],
      },
      {
        type: 'array',
        items: {
          anyOf: [
            {
              type: 'string',
              pattern: '^(?:[\\w.-]+|\\[[\\dA-Fa-f:.]+\\])(?::\\d{1,5})?$',
            },
            {
              $ref: '#/$defs/variable',
            },
          ],
        },
      },
      {
        $ref: '#/$defs/variable',
      },
    ],
  },
  origins: {
    anyOf: [
      {
        type: 'string',
        pattern: '^[Hh][Tt][Tt][Pp][Ss]?://[^\\s/?#@\\\\]+/?$',
      },
      {
        enum: [null, ''],
      },
      {
        type: 'array',
        items: {
          anyOf: [
            {
              type: 'string',
              pattern: '^[Hh][Tt][Tt][Pp][Ss]?://[^\\s/?#@\\\\]+/?$',
            },
            {
              $ref: '#/$defs/variable',
            },
          ],
        },
      },
      {
        $ref: '#/$defs/variable',
      },
    ],
  },
  document: {
    type: ['object', 'null'],
  },
}

const groups: Readonly<Record<string, string>> = {
  allow: 'Departures from the safe defaults, for a server that you know better than the rules do.',
}

/** The properties of an auth block, of which those below a dot are properties of one. */
export function authProperties(options: readonly AuthOption[]): Schema {
  const properties: Record<string, unknown> = {}
  for (const { key, kind, description, more, default: usual } of options) {
    const [group = '', member] = key.split('.')
    const said = { description: more === undefined ? description : `${description} ${more}` }
    const schema = { ...said, ...(usual !== undefined && { default: usual }), ...kinds[kind] }
    if (member === undefined) properties[key] = schema
    else {
      const before = properties[group] as { readonly properties: Schema } | undefined
      const inner = { ...before?.properties, [member]: schema }
      properties[group] = { description: groups[group], type: ['object', 'null'], properties: inner }
    }
  }
  return { ...properties, forward: { description: 'Belongs to fast-agent itself, and has no effect here.' } }
}
