import { TokenStoreError } from '@fast-agent-auth/token-store'

const packages = {
  keyring: ['@fast-agent-auth/token-store-keyring'],
  redis: ['@fast-agent-auth/token-store-redis', '@redis/client'],
} as const

/** Turns the error of a package that is not installed into advice, and rethrows every other error. */
export function notInstalled(store: keyof typeof packages, location: string | undefined): (cause: unknown) => never {
  return (cause) => {
    // Not by `instanceof`, since test runners have an Error class of their own.
    const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw cause
    const setting = location === undefined ? `persist: ${store}` : `persist: ${store} in ${location}`
    const [name] = packages[store]
    const message = `${setting} needs ${name}, which is not installed: npm install ${packages[store].join(' ')}`
    throw new TokenStoreError('unavailable', message, { cause })
  }
}
