import { errorCode } from './file-errors.ts'
import type { Host } from './host.ts'
import { TokenStoreError } from './token-store-error.ts'

/** Tries again while a virus scanner or another process has the file open, which makes Windows refuse the call. */
export async function retryWhileBusy<T>(host: Host, act: () => T | Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act()
    } catch (error) {
      const cause = error instanceof TokenStoreError ? error.cause : error
      const busy = host.platform === 'win32' && ['EPERM', 'EBUSY', 'EACCES'].includes(String(errorCode(cause)))
      if (!busy || attempt === 8) throw error
    }
    await host.sleep(5 * 2 ** attempt)
  }
}
