import { expect } from 'vitest'
import type { ChunkSlot } from '../src/header.ts'
import { chunkUser } from '../src/record-item.ts'
import type { FakeKeyring } from './fake-keyring.ts'

const service = 'fast-agent-auth'

/** A record whose item takes so many chunks under the key `a`. */
export function recordOfChunks(chunks: number, letter: string): string {
  return letter.repeat(chunks * 2_000 - 1_000)
}

/** The stored texts, with short names such as `a.a0` for the chunks of the given users. */
export function usersOf(fake: FakeKeyring, ...users: string[]): string[] {
  return [...fake.items.keys()].map((item) => shortName(item.slice(service.length + 1), users)).sort()
}

/** The calls so far, with such names. */
export function callsOf(fake: FakeKeyring, ...users: string[]): string[] {
  return fake.asked.map((call) => shortName(call, users))
}

function shortName(text: string, users: readonly string[]): string {
  return users.reduce((shortened, user) => shortened.replace(chunkUser(user, 'a', 0).slice(0, -2), `${user}.`), text)
}

export function chunkItem(user: string, slot: ChunkSlot, index: number): string {
  return `${service}/${chunkUser(user, slot, index)}`
}

/** Every item has room on Windows. */
export function expectRoom(fake: FakeKeyring): void {
  for (const [item, text] of fake.items) expect([item, Buffer.byteLength(text) <= 2_000]).toEqual([item, true])
}
