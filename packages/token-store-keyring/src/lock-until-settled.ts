import type { UpdateOptions } from '@fast-agent-auth/token-store'
import type { MachineLock } from '@fast-agent-auth/token-store/machine-lock'

/**
 * The same lock, which is free only when what a run left behind has settled: a write that was given up, since nobody
 * unlocked the keychain, may still be made when somebody does, over what the next one wrote. Whoever waits for the run
 * does not wait for that.
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
