import { authOptions } from '@fast-agent-auth/config/options'
import type { Allow, AuthOptions } from 'fast-agent-auth'
import { createAuth } from 'fast-agent-auth'
import { describe, expect, it } from 'vitest'
import { runHere } from './support/world.ts'

type Named = Extract<(typeof authOptions)[number], { readonly name: string }>
type Top<Name> = Name extends `${infer First}.${string}` ? First : Name

/** Options that no person sets, since they are the program around a sign-in. One that is in no list does not compile. */
const ofPrograms: Readonly<Record<Exclude<keyof AuthOptions, Top<Named['name']>>, true>> = {
  interactive: true,
  timeout: true,
  openBrowser: true,
  fetch: true,
  redact: true,
  onEvent: true,
}

const allow: Readonly<Record<keyof Allow, true>> = {
  http: true,
  networks: true,
  metadataOrigins: true,
  unadvertisedPkce: true,
  legacyServers: true,
}

const named = authOptions.flatMap((option) => ('name' in option ? [option] : []))

describe('the list of options', () => {
  it('has every departure from the safe defaults', () => {
    const listed = named.map(({ name }) => name).filter((name) => name.startsWith('allow.'))
    expect(listed).toEqual(Object.keys(allow).map((name) => `allow.${name}`))
  })

  it('has none that is one of the program', () => {
    expect(named.filter(({ name }) => Object.hasOwn(ofPrograms, name))).toEqual([])
  })

  it.each(named.filter(({ name }) => !name.startsWith('redirect.')))(
    'has $name by the name that createAuth knows',
    ({ name }) => {
      const [first = '', second] = name.split('.')
      const wrong = Symbol('no option is of this kind')
      const given = second === undefined ? wrong : { ...(first === 'client' && { id: 'a' }), [second]: wrong }
      expect(() => createAuth('https://mcp.example.com/mcp', { [first]: given })).toThrow(
        expect.objectContaining({ code: 'invalid_option', details: expect.objectContaining({ option: name }) }),
      )
    },
  )

  it('has each flag of login that is a setting of a sign-in', async () => {
    const { stdout } = await runHere(['help', 'login'])
    const flags = [...stdout.matchAll(/^ {2}(--[\w-]+ <[\w=]+>)/gm)].map(([, flag]) => flag)
    const listed = authOptions.flatMap((option) => ('flag' in option ? [option.flag] : []))
    expect(listed.filter((flag) => !flags.includes(flag))).toEqual([])
    const others = flags.filter((flag) => !listed.some((each) => each === flag))
    expect(others).toEqual(['--transport <kind>', '--set <key=value>', '--timeout <seconds>'])
  })
})
