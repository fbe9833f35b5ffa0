import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it, onTestFinished } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { withEnvelope } from '../src/envelope.ts'
import { fileTokenStore } from '../src/file.ts'
import { memoryTokenStore } from '../src/index.ts'

const key = new Uint8Array(32).fill(7)
const text = fc.string({ unit: 'binary', maxLength: 60 })

it('reads a sealed record that was changed in any place as an empty one, or says that the key is another', async () => {
  await fc.assert(
    fc.asyncProperty(text, fc.nat(), fc.string({ minLength: 1, maxLength: 3 }), async (record, at, change) => {
      const inner = memoryTokenStore()
      const store = withEnvelope(inner, { key: () => key })
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
      const store = withEnvelope(inner, { key: () => key })
      await store.update(name, async () => record)
      const sealed = await inner.get(name)
      await inner.update(other, async () => sealed)
      expect([await store.get(name), await store.get(other)]).toEqual([record, ''])
    }),
    hostile(1000),
  )
})

it('keeps what it is given under any name, in files that stay in their folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hostile-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const store = fileTokenStore({ folder: join(folder, 'tokens'), key: () => key })
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
  return Buffer.concat(sealed.split(':').flatMap((part) => [Buffer.from(part, 'base64url'), Buffer.from(':')]))
}
