import { afterAll, beforeAll, describe } from 'vitest'
import { missingSecretService, type SecretService, startSecretService } from './secret-service.ts'

/**
 * Tests on a keychain of their own, at most one a file: a process stays with the bus that it has found first.
 *
 * Without a part, the tests are skipped with the package to install; in CI on Linux, the only system with a Secret Service, they fail.
 */
export function describeOnKeychain(name: string, body: (keychain: () => SecretService) => void): void {
  const missing = missingSecretService()
  if (missing) process.stderr.write(`Left out ${name}: ${missing}\n`)
  const mustRun = process.env.CI && process.platform === 'linux'
  describe.skipIf(missing && !mustRun)(missing ? `${name} (${missing})` : name, () => {
    let keychain: SecretService | undefined
    beforeAll(async () => {
      keychain = await startSecretService()
      Object.assign(process.env, keychain.env)
    })
    afterAll(() => keychain?.stop())

    body(() => {
      if (!keychain) throw new Error('The keychain has not been started')
      return keychain
    })
  })
}
