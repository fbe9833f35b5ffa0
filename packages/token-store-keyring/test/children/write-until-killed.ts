import { machineLock } from '@fast-agent-auth/token-store/machine-lock'
import { AsyncEntry } from '@napi-rs/keyring'
import { openKeyringTokenStore } from '../../src/index.ts'

const [service = '', folder, record = '', stop] = process.argv.slice(2)
let left = Number.POSITIVE_INFINITY

/** Ends this process as a power cut would, before it changes the keychain once more than it may. */
class MortalEntry extends AsyncEntry {
  override setSecret(...parameters: Parameters<AsyncEntry['setSecret']>) {
    if (left-- === 0) process.kill(process.pid, 'SIGKILL')
    return super.setSecret(...parameters)
  }

  override deleteCredential(...parameters: Parameters<AsyncEntry['deleteCredential']>) {
    if (left-- === 0) process.kill(process.pid, 'SIGKILL')
    return super.deleteCredential(...parameters)
  }
}

const binding = async () => ({ AsyncEntry: MortalEntry })
const store = await openKeyringTokenStore({ service, lock: machineLock(folder), binding })
left = Number(stop)
await store.update('a', async () => (record === '' ? undefined : record))
