import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { machineLock } from '@fast-agent-auth/token-store/machine-lock'
import { findCredentialsAsync } from '@napi-rs/keyring'
import { expect, it } from 'vitest'
import { openKeyringTokenStore } from '../src/index.ts'
import { describeOnKeychain } from './describe-on-keychain.ts'
import { temporaryFolder } from './temporary-folder.ts'

const program = fileURLToPath(new URL('children/write-until-killed.ts', import.meta.url))
const long = (letter: string, chunks: number) => letter.repeat(chunks * 2_000 - 1_000)

describeOnKeychain('where a process is killed', () => {
  // The number of the change at which the process is killed, and the record that is left.
  it.each([
    ['a longer record', long('o', 2), long('n', 3), 4, 6],
    ['a short record', long('o', 3), 'new', 1, 4],
    ['none', long('o', 2), '', 1, 4],
  ])(
    'has the old record or the new one, and nothing of the other, after each kill while it writes %s',
    async (_, old, next, commit, all) => {
      const [service, folder] = [randomUUID(), await temporaryFolder()]
      const store = await openKeyringTokenStore({ service, lock: machineLock(folder) })
      for (let stop = 0; stop <= all; stop++) {
        await store.update('a', async () => old)
        const ended = await promisify(execFile)(process.execPath, [program, service, folder, next, String(stop)]).catch(
          (error: { signal: string }) => error,
        )
        expect('signal' in ended && ended.signal).toBe(stop < all && 'SIGKILL')
        const written = next === '' ? undefined : next
        expect(await store.get('a')).toBe(stop < commit ? old : written)

        await store.update('a', async () => long('z', 2))
        expect(await store.get('a')).toBe(long('z', 2))
        await store.update('a', async () => undefined)
        expect(await store.keys()).toEqual([])
        const left = await findCredentialsAsync(service)
        expect(left.map(({ account }) => account)).toEqual(['probe:keychain'])
      }
    },
  )
})
