import { openSync } from 'node:fs'
import { createServer } from 'node:http'
import type { TokenStore } from '@fast-agent-auth/token-store'
import type { Auth, AuthEvent } from 'fast-agent-auth'

/** Ways to break a client, each of which the test must find. */
export const sabotages = [
  'lost-write',
  'gives-up',
  'early-window',
  'no-browser',
  'leak',
  'listener',
  'open-file',
  'printed-token',
  'token-in-event',
  'hang',
  'rejection',
  'parse-error',
] as const

export type Sabotage = (typeof sabotages)[number]

/** A store whose every fifth new token record is not written, although it says so. */
export function losingStore(store: TokenStore): TokenStore {
  let updates = 0
  return {
    ...store,
    async update(key, change, options) {
      if (!key.startsWith('tokens:')) return store.update(key, change, options)
      let given: string | undefined
      await store.update(
        key,
        async (record) => {
          given = await change(record)
          return given !== record && ++updates % 5 === 0 ? record : given
        },
        options,
      )
      return given
    },
  }
}

/** Deletes all tokens where a refresh fails for now. */
export async function giveUp(store: TokenStore, event: AuthEvent): Promise<void> {
  if (event.type !== 'refresh_failed' || event.final) return
  for (const key of await store.keys()) if (key.startsWith('tokens:')) await store.update(key, async () => undefined)
}

const kept: unknown[] = []

/** Does what a broken client does beside a call. */
export async function sabotageCall(sabotage: Sabotage | undefined, auth: Auth): Promise<void> {
  if (sabotage === 'leak') kept.push(Array.from({ length: 50_000 }, (_, i) => ({ i })))
  if (sabotage === 'rejection') void Promise.reject(new Error('nobody waits for this'))
  if (sabotage === 'parse-error') throw new SyntaxError('Unexpected token')
  if (sabotage === 'hang') await new Promise(() => undefined)
  if (sabotage === 'printed-token') console.log((await auth.token())?.accessToken)
  if (sabotage === 'open-file') openSync('/dev/null', 'r')
  if (sabotage === 'listener') createServer().listen(0, '127.0.0.1')
  if (sabotage === 'early-window') await auth.login({ force: true })
}
