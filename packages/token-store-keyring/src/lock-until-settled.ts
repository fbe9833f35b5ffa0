import type { UpdateOptions } from '@fast-agent-auth/token-store'
import type { MachineLock } from '@fast-agent-auth/token-store/machine-lock'

/**
 * Wraps a lock so that it is held until all changes that timed out have ended. A locked keychain still makes such a change
 * when somebody unlocks it, and the change would overwrite the next one. The caller of `hold` does not wait for this.
 */
export function lockUntilSettled(lock: MachineLock, settled: () => Promise<void> | undefined): MachineLock {
  return {
    hold<T>(name: string, run: () => Promise<T>, options?: UpdateOptions): Promise<T> {
      let endEarly: (ran: Promise<T>) => void
      const early = new Promise<T>((resolve) => {
        endEarly = resolve
      })
      const whole = async (): Promise<T> => {
        const ran = run()
        await ran.catch(() => undefined)
        const left = settled()
        if (left) endEarly(ran)
        await left
        return ran
      }
      return Promise.race([early, lock.hold(name, whole, options)])
    },
  }
}
