import { writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { withEnvelope } from '../src/envelope.ts'
import { fileTokenStore } from '../src/file.ts'
import { memoryTokenStore, TokenStoreError } from '../src/index.ts'
import { recordFileName, serializeRecordFile } from '../src/record-file.ts'
import { sealKey } from '../src/sealed-text.ts'
import { temporaryFolder } from './temporary-folder.ts'

vi.mock('node:os', async (original) => ({ ...(await original<object>()), hostname: vi.fn(() => 'here') }))

const bytes = new Uint8Array(32).fill(7)
const whole = serializeRecordFile('a', 'secret', sealKey(bytes))
const text = fc.string({ unit: 'binary', maxLength: 60 })
const [keyLine = '', recordLine = ''] = whole.split('\n')
// The key's id and the unused bits of the last character are left as they are: they say nothing of the record.
const sealed = recordLine.split(':').slice(-2).join(':').slice(0, -1)

/** Pieces of a sealed text, and parameters by which other formats ask for work before they are opened. */
const pieces = fc.oneof(
  fc.constantFrom(
    'fast-agent-auth:sealed:1:',
    'fast-agent-auth:sealed:2:',
    ':',
    '\n',
    '\r\n',
    '\u0000',
    ' ',
    keyLine,
    recordLine,
  ),
  fc.constantFrom(
    '$scrypt$ln=30,r=8,p=1$',
    '{"kdf":"scrypt","N":1073741824,"r":8,"p":1}',
    '$argon2id$v=19$m=4294967295,t=99$',
  ),
  fc.constantFrom('pbkdf2:1000000000:', '{"iv":"","tag":"","salt":""}', whole.slice(0, 60), recordLine.slice(30)),
  fc.string({ unit: 'binary', maxLength: 20 }),
)
const texts = fc.oneof(
  fc.array(pieces, { maxLength: 6 }).map((parts) => parts.join('')),
  // One place of a sound record.
  fc
    .tuple(fc.nat({ max: whole.length - 3 }), fc.string({ minLength: 1, maxLength: 2 }))
    .map(([at, put]) => `${whole.slice(0, at)}${put}${whole.slice(at + 2)}`),
)

describe('whatever stands in the place of a record', () => {
  it('in an envelope, nothing of it is taken for one, and no key is derived as it says (H76, H78)', async () => {
    const inner = memoryTokenStore()
    const store = withEnvelope(inner, { key: () => bytes })
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        await inner.update('x', async () => text)
        const outcome = await store.get('x').catch((error: unknown) => error)
        if (outcome instanceof Error)
          expect(outcome).toMatchObject({
            name: 'TokenStoreError',
            code: expect.stringMatching(/^(wrong_key|later_version)$/),
          })
        else expect(outcome).toBe('')
      }),
      hostile(1000),
    )
  })

  it('in a file, nothing but the record that was written is read, and what is no record is no error (H67)', async () => {
    const folder = await temporaryFolder()
    const store = fileTokenStore({ folder, key: () => bytes })
    await store.update('a', async () => 'secret')
    const file = join(folder, recordFileName('a'))
    await fc.assert(
      fc.asyncProperty(fc.oneof(texts, fc.uint8Array({ maxLength: 60 })), async (content) => {
        writeFileSync(file, content)
        const outcome = await store.get('a').catch((error: unknown) => error)
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(TokenStoreError)
        else expect(['', 'secret']).toContain(outcome)
        if (outcome === 'secret') expect(String(content)).toContain(sealed)
      }),
      hostile(300),
    )
  })
})

it('opens what it wrote after the machine was given another name, since no key is made of that (H77)', async () => {
  const folder = await temporaryFolder()
  await fileTokenStore({ folder }).update('a', async () => 'secret')
  vi.mocked(hostname).mockReturnValue('elsewhere')
  expect(await fileTokenStore({ folder }).get('a')).toBe('secret')
})

it('reads a sealed record that was changed in any place as an empty one, or says that the key is another', async () => {
  await fc.assert(
    fc.asyncProperty(text, fc.nat(), fc.string({ minLength: 1, maxLength: 3 }), async (record, at, change) => {
      const inner = memoryTokenStore()
      const store = withEnvelope(inner, { key: () => bytes })
      await store.update('a', async () => record)
      const sealed = (await inner.get('a')) ?? ''
      const place = at % sealed.length
      const changed = sealed.slice(0, place) + change + sealed.slice(place + change.length)
      fc.pre(!bytesOf(changed).equals(bytesOf(sealed)))
      await inner.update('a', async () => changed)
      const read = await store.get('a').catch((error: unknown) => error)
      if (read instanceof Error) expect(read).toMatchObject({ code: 'wrong_key' })
      else expect(read).toBe('')
    }),
    hostile(1000),
  )
})

it('takes a sealed record under no name but its own', async () => {
  await fc.assert(
    fc.asyncProperty(text, text, text, async (record, name, other) => {
      fc.pre(name !== other)
      const inner = memoryTokenStore()
      const store = withEnvelope(inner, { key: () => bytes })
      await store.update(name, async () => record)
      const sealed = await inner.get(name)
      await inner.update(other, async () => sealed)
      expect([await store.get(name), await store.get(other)]).toEqual([record, ''])
    }),
    hostile(1000),
  )
})

it('keeps what it is given under any name, in files that stay in their folder', async () => {
  const folder = await temporaryFolder()
  const store = fileTokenStore({ folder: join(folder, 'tokens'), key: () => bytes })
  const odd = fc.constantFrom('../a', '/etc/passwd', 'CON', 'a\0b', '.', '..', 'ä'.repeat(300), 'a\u202eb')
  await fc.assert(
    fc.asyncProperty(fc.oneof(text, odd), text, async (name, record) => {
      await store.update(name, async () => record)
      expect(await store.get(name)).toBe(record)
      await store.update(name, async () => undefined)
      expect(await store.get(name)).toBeUndefined()
    }),
    hostile(200),
  )
  expect(await readdir(folder)).toEqual(['tokens'])
})

/** The decoded text: the last character of base64 has unused bits. */
function bytesOf(sealed: string): Buffer {
  const parts = sealed.split(':')
  // The decoder ignores a colon in the last part, which is outside of its alphabet.
  const named = [...parts.slice(0, 5), parts.slice(5).join(':')]
  return Buffer.concat(named.flatMap((part) => [Buffer.from(part, 'base64url'), Buffer.from(':')]))
}
